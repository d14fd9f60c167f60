import type { Workload } from '../agents/workload.ts';
import type {
  AgentId,
  EnvironmentName,
  LeaseId,
  OwnerId,
  ProcessId,
  ProcessVersion,
  ProfileName,
} from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';

/** What every event carries; (`source`, `eventId`) is its identity, however often it is delivered. */
export interface EventContext {
  readonly source: string;
  readonly eventId: string;
  readonly occurredAt: Instant;
}

export interface AgentRegistered extends EventContext {
  readonly type: 'Agent Registered';
  readonly agentId: AgentId;
  readonly environment: EnvironmentName;
  readonly ownerId: OwnerId;
  readonly processId: ProcessId;
  readonly profile: ProfileName;
  readonly workload: Workload;
  readonly backupOwnerId?: OwnerId;
  readonly displayName?: string;
  readonly description?: string;
  readonly expiresAt?: Instant;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What it leaves out stays as it is; the owner changes by `Ownership Transferred`. */
export interface AgentUpdated extends EventContext {
  readonly type: 'Agent Updated';
  readonly agentId: AgentId;
  readonly processId?: ProcessId;
  readonly profile?: ProfileName;
  readonly backupOwnerId?: OwnerId;
  readonly displayName?: string;
  readonly description?: string;
  readonly expiresAt?: Instant;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface OwnershipTransferred extends EventContext {
  readonly type: 'Ownership Transferred';
  readonly agentId: AgentId;
  /** The new owner. */
  readonly ownerId: OwnerId;
}

export interface AgentRetired extends EventContext {
  readonly type: 'Agent Retired';
  readonly agentId: AgentId;
  readonly reason?: string;
}

export interface AgentCompromised extends EventContext {
  readonly type: 'Agent Compromised';
  readonly agentId: AgentId;
  readonly leaseId?: LeaseId;
  readonly reason: string;
}

export interface OwnerDescribed extends EventContext {
  readonly type: 'Owner Joined' | 'Owner Changed';
  readonly ownerId: OwnerId;
  readonly email?: string;
  readonly displayName?: string;
  readonly managerId?: OwnerId;
  readonly department?: string;
}

export interface OwnerLeft extends EventContext {
  readonly type: 'Owner Left';
  readonly ownerId: OwnerId;
  readonly effectiveAt?: Instant;
  readonly successorId?: OwnerId;
}

export interface OwnerReturned extends EventContext {
  readonly type: 'Owner Returned';
  readonly ownerId: OwnerId;
}

export interface ProcessDefined extends EventContext {
  readonly type: 'Process Registered' | 'Process Changed';
  readonly processId: ProcessId;
  readonly version: ProcessVersion;
  readonly profiles: readonly ProfileName[];
  readonly displayName?: string;
  readonly ownerId?: OwnerId;
}

export interface ProcessRetired extends EventContext {
  readonly type: 'Process Retired';
  readonly processId: ProcessId;
}

/** An event that was understood: parsed, normalised, not yet judged by the rules. */
export type InboundEvent =
  | AgentRegistered
  | AgentUpdated
  | OwnershipTransferred
  | AgentRetired
  | AgentCompromised
  | OwnerDescribed
  | OwnerLeft
  | OwnerReturned
  | ProcessDefined
  | ProcessRetired;

/** How a decision names what led to it, e.g. `event:acme.hr/7f3c…`. */
export const causeOf = (event: EventContext): string => `event:${event.source}/${event.eventId}`;
