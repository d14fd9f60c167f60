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
import type { Reasons } from '../kernel/result.ts';
import type { ProbeEvidence, StopTarget } from '../stops/stop.ts';

interface AgentIds {
  readonly agentId: AgentId;
  readonly environment: EnvironmentName;
  readonly ownerId: OwnerId;
  readonly processId: ProcessId;
  readonly profile: ProfileName;
}

interface StopTimes {
  readonly stopId: StopId;
  readonly environment: EnvironmentName;
  readonly target: StopTarget;
  /** When the fact behind the stop occurred, by its emitter's clock. */
  readonly factAt: Instant;
  /** When leases began to be refused. */
  readonly raisedAt: Instant;
  /** When the stop list that denies live sessions was written. */
  readonly deniedAt: Instant;
}

interface StopProbes extends StopTimes {
  /** When a session of each probed agent had been seen denied, or when probing was given up. */
  readonly verifiedAt: Instant;
  readonly evidence: readonly ProbeEvidence[];
}

/** What each event says, beside what all of them carry. Ids, states and times; never a secret. */
interface Details {
  readonly 'Agent Pending': AgentIds;
  readonly 'Agent Activated': AgentIds & { readonly roleArn: string };
  readonly 'Agent Rejected': AgentIds & { readonly reasons: Reasons };
  readonly 'Agent Suspended': AgentIds & { readonly reasons: readonly SuspensionReason[] };
  readonly 'Agent Reinstated': AgentIds & { readonly roleArn: string };
  readonly 'Ownership Accepted': AgentIds & { readonly formerOwnerId: OwnerId };
  readonly 'Agent Retired': AgentIds & { readonly reason?: string };
  readonly 'Lease Issued': AgentIds & {
    readonly leaseId: LeaseId;
    readonly expiresAt: Instant;
    readonly permissions?: readonly string[];
  };
  readonly 'Lease Refused': AgentIds & { readonly reasons: Reasons };
  readonly 'Access Stopped': StopTimes;
  readonly 'Stop Verified': StopProbes;
  readonly 'Stop Unverified': StopProbes;
  readonly 'Event Rejected': {
    readonly rejectionId: string;
    readonly source: string;
    readonly rejectedEventId: string;
    readonly detailType: string;
    readonly reasons: Reasons;
  };
}

/** What is put beside the detail of every event when it is published, so that no detail may have it as its own. */
type Common = { readonly [Key in 'version' | 'eventId' | 'occurredAt' | 'causedBy']?: never };

export type OutgoingType = keyof Details;

/** What Mandate tells the bus; `version` and `eventId` are added when it is published. */
export type OutgoingEvent = {
  [Type in OutgoingType]: {
    readonly type: Type;
    readonly occurredAt: Instant;
    /** The event or request that led to it. */
    readonly causedBy: string;
    readonly detail: Details[Type] & Common;
  };
}[OutgoingType];
