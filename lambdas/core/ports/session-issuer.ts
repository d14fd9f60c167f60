import type { AgentId, LeaseId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Reason, Result } from '../kernel/result.ts';
import type { SessionTags } from '../leases/session-tags.ts';
import type { PolicyDocument } from '../profiles/policy-document.ts';

export interface SessionRequest {
  readonly roleArn: string;
  readonly region: string;
  readonly leaseId: LeaseId;
  readonly agentId: AgentId;
  /** 900 to 3,600. */
  readonly durationSeconds: number;
  readonly tags: SessionTags;
  /** Narrows the session; at most 2,048 characters as JSON. */
  readonly sessionPolicy?: PolicyDocument;
}

/** Credentials in memory, on their way to the agent: never stored, logged or put in an event. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: Instant;
}

export interface SessionIssuer {
  /** Refusals: `sts-throttled` (try later), `sts-refused` (with what STS said). Anything else is thrown. */
  issue(request: SessionRequest): Promise<Result<Session, Reason>>;
}
