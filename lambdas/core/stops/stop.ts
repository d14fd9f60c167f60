import type { SuspensionReason } from '../agents/agent.ts';
import type {
  AgentId,
  EnvironmentName,
  LeaseId,
  OwnerId,
  ProcessId,
  ProfileName,
  StopId,
} from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';

/** Whom a stop covers. A process stop with `profiles` covers only the process's agents of those profiles. */
export type StopTarget =
  | { readonly kind: 'owner'; readonly ownerId: OwnerId }
  | { readonly kind: 'agent'; readonly agentId: AgentId }
  | { readonly kind: 'process'; readonly processId: ProcessId; readonly profiles?: readonly ProfileName[] }
  | { readonly kind: 'lease'; readonly agentId: AgentId; readonly leaseId: LeaseId };

/** What happens to a covered agent once its sessions are denied; a lease stop leaves its agent alone. */
export type StopConsequence =
  | { readonly then: 'suspend'; readonly reason: SuspensionReason }
  | { readonly then: 'retire' }
  | { readonly then: 'nothing' };

/** A standing order that denies everything to whom it covers. */
export interface Stop {
  readonly stopId: StopId;
  readonly target: StopTarget;
  readonly consequence: StopConsequence;
  /** When the fact behind it occurred, by its emitter's clock. */
  readonly occurredAt: Instant;
  /** When the order to refuse was committed: from here nothing is issued to whom it covers. */
  readonly raisedAt: Instant;
  readonly causedBy: string;
  /** The environments with covered agents, once known; each has an entry. */
  readonly environments?: readonly EnvironmentName[];
  readonly revision: number;
}

/** What one probe of a covered role saw. */
export interface ProbeEvidence {
  readonly agentId: AgentId;
  readonly outcome: 'denied' | 'allowed' | 'unavailable';
  readonly at: Instant;
  readonly attempts: number;
  /** What AWS said, shortened; never a credential. */
  readonly detail?: string;
}

/**
 * A stop in one environment's account, with its true state:
 * raised → denied (the policy is written) → verified or unverified → cleared (off the list, roles locked one by one).
 */
export interface StopEntry {
  readonly stopId: StopId;
  readonly environment: EnvironmentName;
  readonly target: StopTarget;
  readonly status: 'raised' | 'denied' | 'verified' | 'unverified' | 'cleared';
  readonly raisedAt: Instant;
  readonly deniedAt?: Instant;
  /** When every probed session had been seen denied, or when probing was given up. */
  readonly verifiedAt?: Instant;
  readonly clearedAt?: Instant;
  /** How many agents it covered when verified, and what the probes of (at most a sample of) them saw. */
  readonly covered?: number;
  readonly evidence?: readonly ProbeEvidence[];
  readonly revision: number;
}
