import { mapCall } from '../../../local/gate/requests/index.ts';
import type { Lookups, Mapped } from '../../../local/gate/requests/mapping.ts';
import { readCall } from '../../../local/gate/requests/read-call.ts';
import type { Signed } from '../../../local/gate/signed.ts';
import { type GateRequest, requestOf } from '../../../local/gate/wire.ts';

export const account = '222222222222';
export const hub = '111111111111';

export function signedFor(service: string): Signed {
  return {
    accessKeyId: account,
    date: '20260101',
    region: 'us-east-1',
    service,
    signedHeaders: ['host'],
    signature: '',
    token: undefined,
    presigned: false,
    signedAt: '20260101T000000Z',
    expiresSeconds: 0,
  };
}

export const lookups: Lookups = {
  role: async (name) =>
    name.startsWith('mandate-')
      ? {
          name,
          arn: `arn:aws:iam::${account}:role/mandate/test/${name}`,
          id: 'AROA1',
          trust: undefined,
          maxSessionSeconds: 3600,
          tags: { 'mandate:agent': 'a1' },
          boundaryArn: `arn:aws:iam::${account}:policy/mandate/MandateBoundary-test`,
        }
      : undefined,
  partitionKey: async () => 'pk',
  keyOfAlias: async () => undefined,
};

export function map(service: string, request: GateRequest): Promise<Mapped | undefined> {
  return mapCall({ call: readCall(request, signedFor(service)), request, account, lookups });
}

export function jsonRequest(target: string, body: unknown): GateRequest {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
  return requestOf('POST', '/', headers, Buffer.from(JSON.stringify(body)));
}

export function queryRequest(params: Record<string, string>): GateRequest {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return requestOf('POST', '/', headers, Buffer.from(new URLSearchParams(params).toString()));
}

export function plainRequest(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body = '',
): GateRequest {
  return requestOf(method, url, headers, Buffer.from(body));
}
