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
  /** Those of them where each covered agent is suspended and its role locked. */
  readonly clearedIn: readonly EnvironmentName[];
  readonly revision: number;
}

/** What the probes of one covered role saw. */
export interface ProbeEvidence {
  readonly agentId: AgentId;
  readonly outcome: 'denied' | 'allowed' | 'unavailable';
  readonly at: Instant;
  readonly attempts: number;
  /** What AWS said, shortened; never a credential. */
  readonly detail?: string;
}

interface EntryFacts {
  readonly stopId: StopId;
  readonly environment: EnvironmentName;
  readonly target: StopTarget;
  readonly occurredAt: Instant;
  readonly raisedAt: Instant;
  readonly causedBy: string;
  readonly revision: number;
}

/** The order stands; the stop list does not deny it yet. */
export interface RaisedEntry extends EntryFacts {
  readonly status: 'raised';
}

interface DeniedFacts extends EntryFacts {
  readonly deniedAt: Instant;
  /** Each covered role is locked by itself, for want of room: the entry needs none on the list. */
  readonly lockedEach?: true;
}

/** The stop list is written, or each covered role is locked. */
export interface DeniedEntry extends DeniedFacts {
  readonly status: 'denied';
}

/** Probed: every probed session was seen denied (verified), or not in the time given (unverified). */
export interface ProbedEntry extends DeniedFacts {
  readonly status: 'verified' | 'unverified';
  readonly verifiedAt: Instant;
  /** One for each agent of the sample; empty where no covered agent has a role. */
  readonly evidence: readonly ProbeEvidence[];
}

/** Off the list: every covered role is locked by itself, or the stopped lease has run out. */
export interface ClearedEntry extends EntryFacts {
  readonly status: 'cleared';
  readonly deniedAt?: Instant;
  readonly verifiedAt?: Instant;
  readonly evidence?: readonly ProbeEvidence[];
  readonly clearedAt: Instant;
}

/** A stop in one environment's account, with its true state. */
export type StopEntry = RaisedEntry | DeniedEntry | ProbedEntry | ClearedEntry;
