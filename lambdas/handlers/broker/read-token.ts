import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ok, type Reason, type Result, refused } from '../../core/kernel/result.ts';

const UNREADABLE: Reason = {
  code: 'token-invalid',
  message: 'the Authorization header holds no token',
  resolution: 'send the OIDC token bare, as the AWS SDKs do, or as Bearer <token>',
};

/** The token of the Authorization header, bare or after `Bearer`; empty when there is no such header. */
export const readToken = (headers: APIGatewayProxyEventV2['headers']): Result<string, Reason> => {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization');
  const value = header?.[1]?.trim() ?? '';
  if (value === '') return ok('');
  const token = /^(?:bearer +)?(\S+)$/i.exec(value)?.[1];
  return token === undefined ? refused(UNREADABLE) : ok(token);
};
