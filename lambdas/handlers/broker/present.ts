import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { CredentialsBody } from '../../contracts/credentials.ts';
import { REFUSALS, type RefusalBody } from '../../contracts/refusal.ts';
import type { Instant } from '../../core/kernel/instant.ts';
import type { IssuedLease } from '../../core/use-cases/issue-lease.ts';
import type { Outcome, RefusedRequest } from './outcome.ts';

/** The answer to a request; of a failure it tells nothing but the request's id, the log has the rest. */
export const present = (outcome: Outcome, requestId: string): APIGatewayProxyStructuredResultV2 => {
  switch (outcome.kind) {
    case 'issued':
      return answer(200, credentialsOf(outcome.issued), { 'x-request-id': requestId });
    case 'refused':
      return presentRefusal(outcome.refusal, requestId);
    case 'failed':
      return presentRefusal(FAILURE, requestId);
  }
};

const FAILURE: RefusedRequest = {
  code: 'internal-error',
  reasons: [
    {
      code: 'internal-error',
      message: 'the request could not be handled',
      resolution: 'ask again; if that does not help, give the request id to those who run Mandate',
    },
  ],
};

const answer = (
  statusCode: number,
  body: CredentialsBody | RefusalBody,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

const credentialsOf = ({ lease, account, session }: IssuedLease): CredentialsBody => {
  // STS counts from when it answers, so that the session may outlive the lease by as long as that took
  const { expiresAt } = session.expiresAt < lease.expiresAt ? session : lease;
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    Token: session.sessionToken,
    Expiration: wholeSeconds(expiresAt),
    AccountId: account,
    RoleArn: lease.roleArn,
    LeaseId: lease.leaseId,
  };
};

/** Earlier by the fraction. */
const wholeSeconds = (instant: Instant): string => instant.replace(/\.\d{3}Z$/, 'Z');

const presentRefusal = (refusal: RefusedRequest, requestId: string): APIGatewayProxyStructuredResultV2 => {
  const { code, reasons, retryAfterSeconds } = refusal;
  const { status, message } = REFUSALS[code];
  const body = { code, message, reasons, requestId };
  return answer(status, body, {
    'x-request-id': requestId,
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...(status === 401 && { 'www-authenticate': challenge(refusal) }),
  });
};

/** RFC 6750, 3.1: whoever sent no token is told of no error. */
const challenge = ({ reasons }: RefusedRequest): string =>
  reasons.some(({ code }) => code === 'token-missing')
    ? 'Bearer realm="mandate"'
    : 'Bearer realm="mandate", error="invalid_token"';
