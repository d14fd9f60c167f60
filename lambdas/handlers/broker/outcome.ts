import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { parseCredentialsQuery } from '../../contracts/credentials-query.ts';
import type { RefusalName } from '../../contracts/refusal.ts';
import type { Agent } from '../../core/agents/agent.ts';
import type { Reason, Result } from '../../core/kernel/result.ts';
import { type Refusal, tokenRefusal } from '../../core/leases/refusal.ts';
import type { AskedLease, IssuedLease } from '../../core/use-cases/issue-lease.ts';
import { readToken } from './read-token.ts';

/** A refusal of the use case, or of the door before it. */
export interface RefusedRequest {
  readonly code: RefusalName;
  readonly reasons: readonly Reason[];
  readonly retryAfterSeconds?: number;
  readonly agent?: Agent;
}

/** How one request ended. */
export type Outcome =
  | { readonly kind: 'issued'; readonly issued: IssuedLease }
  | { readonly kind: 'refused'; readonly refusal: RefusedRequest }
  | { readonly kind: 'failed'; readonly error: unknown };

export type Issue = (asked: AskedLease) => Promise<Result<IssuedLease, Refusal>>;

/** Parses the request and lets the use case decide; never throws. */
export const outcomeOf = async (event: APIGatewayProxyEventV2, issue: Issue): Promise<Outcome> => {
  const request = parseCredentialsQuery(event.rawQueryString);
  if (!request.ok) return { kind: 'refused', refusal: { code: 'malformed-request', reasons: request.error } };
  const token = readToken(event.headers);
  if (!token.ok) return { kind: 'refused', refusal: tokenRefusal(token.error) };
  const { requestId } = event.requestContext;
  try {
    const decided = await issue({ token: token.value, request: request.value, requestId });
    return decided.ok
      ? { kind: 'issued', issued: decided.value }
      : { kind: 'refused', refusal: decided.error };
  } catch (error) {
    return { kind: 'failed', error };
  }
};
