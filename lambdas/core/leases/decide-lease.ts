import type { AuditHead } from '../audit/audit-record.ts';
import type { Catalog } from '../environments/catalog.ts';
import type { LeaseId } from '../kernel/identifiers.ts';
import { type Instant, plusSeconds } from '../kernel/instant.ts';
import { ok, type Result, refused } from '../kernel/result.ts';
import type { LeaseFacts } from '../ports/lease-facts.ts';
import type { VerifiedWorkload } from '../ports/token-verifier.ts';
import { type Accountability, checkAccountability } from './check-accountability.ts';
import { checkAgent, type ReadyAgent } from './check-agent.ts';
import { checkDuration } from './check-duration.ts';
import { checkScope, type Scope } from './check-scope.ts';
import { audienceReasons, isBoundTo, workloadNotBound } from './check-workload.ts';
import type { Lease } from './lease.ts';
import type { LeaseRequest } from './lease-request.ts';
import { type Refusal, ruleRefusal } from './refusal.ts';
import { okUnless } from './stage.ts';

/** All that a decision on a lease depends on. */
export interface LeaseCase {
  /** Undefined when no agent is bound to the workload. */
  readonly facts: LeaseFacts | undefined;
  readonly workload: VerifiedWorkload;
  readonly request: LeaseRequest;
  readonly catalog: Catalog;
  readonly now: Instant;
  /** The id that the lease gets if it is granted. */
  readonly leaseId: LeaseId;
}

interface Terms extends ReadyAgent, Accountability, Scope {
  readonly durationSeconds: number;
}

/** A lease to be issued, with all that it relies on and that its session is got with. */
export interface Grant extends Terms {
  readonly lease: Lease;
  /** Where its record is appended. */
  readonly auditHead: AuditHead;
}

/**
 * Whether the workload gets a lease, and which. The stages come in the order of the rules; the first one with a reason
 * against it ends the decision and tells all of its reasons.
 */
export const decideLease = (asked: LeaseCase): Result<Grant, Refusal> => {
  const { facts, workload } = asked;
  if (facts === undefined || !isBoundTo(facts.agent, workload)) {
    return refused(ruleRefusal([workloadNotBound(workload)]));
  }
  const terms = decideTerms(asked, facts);
  if (!terms.ok) return refused(ruleRefusal(terms.error, facts.agent));
  return ok({ ...terms.value, lease: leaseOf(asked, terms.value), auditHead: facts.auditHead });
};

const decideTerms = ({ workload, request, catalog, now }: LeaseCase, facts: LeaseFacts): Result<Terms> => {
  const audience = okUnless(audienceReasons(facts.agent, workload), undefined);
  if (!audience.ok) return audience;
  const ready = checkAgent(facts.agent, catalog, now);
  if (!ready.ok) return ready;
  const accountable = checkAccountability(facts, now);
  if (!accountable.ok) return accountable;
  const scope = checkScope(request, ready.value);
  if (!scope.ok) return scope;
  const { owner } = accountable.value;
  const duration = checkDuration(request, ready.value, { owner, now });
  if (!duration.ok) return duration;
  return ok({ ...ready.value, ...accountable.value, ...scope.value, durationSeconds: duration.value });
};

const leaseOf = (
  { leaseId, now }: LeaseCase,
  { agent, process, permissions, durationSeconds }: Terms,
): Lease => ({
  leaseId,
  agentId: agent.agentId,
  ownerId: agent.ownerId,
  processId: agent.processId,
  processVersion: process.version,
  profile: agent.profile,
  environment: agent.environment,
  roleArn: agent.role.arn,
  ...(permissions && { permissions }),
  issuedAt: now,
  expiresAt: plusSeconds(now, durationSeconds),
});
