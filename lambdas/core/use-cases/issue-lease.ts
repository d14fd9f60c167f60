import { bindingOf } from '../agents/workload.ts';
import type { Catalog } from '../environments/catalog.ts';
import { ok, type Reason, type Result, refused } from '../kernel/result.ts';
import { decideLease, type Grant } from '../leases/decide-lease.ts';
import type { Lease } from '../leases/lease.ts';
import { issuedChange, refusedChange, sameBasis } from '../leases/lease-change.ts';
import type { LeaseRequest } from '../leases/lease-request.ts';
import { busyRefusal, type Refusal, sessionRefusal, tokenRefusal } from '../leases/refusal.ts';
import { sessionTags } from '../leases/session-tags.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdentifierSource } from '../ports/identifier-source.ts';
import type { LeaseFactsReader } from '../ports/lease-facts.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Session, SessionIssuer } from '../ports/session-issuer.ts';
import type { TokenVerifier, VerifiedWorkload } from '../ports/token-verifier.ts';
import { ContentionError, commitDecision, type Decided } from './commit-decision.ts';
import { newLeaseId } from './new-id.ts';

export interface IssueLeasePorts {
  readonly tokens: TokenVerifier;
  readonly facts: LeaseFactsReader;
  readonly sessions: SessionIssuer;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly identifiers: IdentifierSource;
  readonly catalog: Catalog;
}

export interface AskedLease {
  readonly token: string;
  readonly request: LeaseRequest;
  readonly requestId: string;
}

export interface IssuedLease {
  readonly lease: Lease;
  /** The account of the session's role. */
  readonly account: string;
  readonly session: Session;
}

/**
 * Verifies the workload, decides, and gets the session while the lease is being recorded. There are credentials only if
 * both succeeded: a recorded lease may never have been handed out, but no session is handed out unrecorded. An agent's
 * refusals are recorded too; a caller who was not shown to be an agent leaves nothing in the table.
 */
export const issueLease = async (
  ports: IssueLeasePorts,
  asked: AskedLease,
): Promise<Result<IssuedLease, Refusal>> => {
  const verified = await ports.tokens.verify(asked.token);
  if (!verified.ok) return refused(tokenRefusal(verified.error));
  try {
    const recorded = await decideAndRecord(ports, asked, verified.value);
    return recorded.ok ? await handOut(ports, asked, recorded.value) : recorded;
  } catch (error) {
    if (error instanceof ContentionError) return refused(busyRefusal(verified.value));
    throw error;
  }
};

/** A grant, with its session on the way. */
interface Attempt {
  readonly grant: Grant;
  readonly session: Promise<Result<Session, Reason>>;
}

const decideAndRecord = (
  ports: IssueLeasePorts,
  { request, requestId }: AskedLease,
  workload: VerifiedWorkload,
): Promise<Result<Attempt, Refusal>> => {
  const { catalog, clock, identifiers } = ports;
  let attempt: Attempt | undefined;
  return commit<Result<Attempt, Refusal>>(ports, async () => {
    const facts = await ports.facts.read(bindingOf(workload));
    const leaseId = newLeaseId(identifiers);
    const decided = decideLease({ facts, workload, request, catalog, now: clock.now(), leaseId });
    if (!decided.ok) return refusing(ports, decided.error, requestId);
    // a session is good for the very facts that it was got on: then only the agent's audit chain has moved on
    if (attempt === undefined || !sameBasis(attempt.grant, decided.value))
      attempt = begin(ports, decided.value);
    const change = issuedChange(attempt.grant, decided.value.auditHead, causeOf(requestId));
    return { change, result: ok(attempt) };
  });
};

const begin = ({ sessions }: IssueLeasePorts, grant: Grant): Attempt => {
  const { lease, agent, environment, durationSeconds, sessionPolicy } = grant;
  const session = sessions.issue({
    roleArn: lease.roleArn,
    region: environment.region,
    leaseId: lease.leaseId,
    agentId: agent.agentId,
    durationSeconds,
    tags: sessionTags(lease),
    ...(sessionPolicy && { sessionPolicy }),
  });
  // whoever awaits the session sees its failure; should the commit fail first, nobody does
  session.catch(() => undefined);
  return { grant, session };
};

const handOut = async (
  ports: IssueLeasePorts,
  { requestId }: AskedLease,
  { grant, session }: Attempt,
): Promise<Result<IssuedLease, Refusal>> => {
  const issued = await session;
  if (issued.ok) return ok({ lease: grant.lease, account: grant.environment.account, session: issued.value });
  const refusal = sessionRefusal(issued.error, grant.agent);
  return commit(ports, async () => refusing(ports, refusal, requestId));
};

const refusing = (
  { clock }: IssueLeasePorts,
  refusal: Refusal,
  requestId: string,
): Decided<Result<never, Refusal>> => {
  const result = refused(refusal);
  if (refusal.agent === undefined) return { result };
  return {
    change: refusedChange(refusal.agent, refusal, { at: clock.now(), causedBy: causeOf(requestId) }),
    result,
  };
};

const commit = async <T>(ports: IssueLeasePorts, decide: () => Promise<Decided<T>>): Promise<T> => {
  const outcome = await commitDecision(ports, decide);
  if (outcome === 'duplicate') throw new Error('a change without an inbox cannot be a duplicate');
  return outcome;
};

const causeOf = (requestId: string): string => `request:${requestId}`;
