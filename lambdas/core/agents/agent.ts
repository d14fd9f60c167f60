import type { AgentId, EnvironmentName, OwnerId, ProcessId, ProfileName } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Workload } from './workload.ts';

/** Why an agent is suspended. It works again only when the set is empty: two reasons never cancel each other. */
export const SUSPENSION_REASONS = [
  'owner-left',
  'process-retired',
  'process-changed',
  'expired',
  'attestation-overdue',
  'inactive',
  'compromised',
  'manual',
] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

/** The agent's IAM role as last written: what its sessions can do follows from `profileDigest`. */
export interface AgentRole {
  readonly arn: string;
  readonly profileDigest: string;
  /** Set once the inline deny of everything is in place; live sessions are denied without the stop list. */
  readonly lockedAt?: Instant;
  /** Sessions opened before it are denied by the role itself: what stopped the agent then stays stopped. */
  readonly sessionsFrom?: Instant;
  /** IAM does not have it as it is here yet: until it is written anew, it must not be tried. */
  readonly outdated?: true;
}

interface AgentFacts {
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
  readonly registeredAt: Instant;
  /** When the fact behind `ownerId` occurred: an older one never undoes it. */
  readonly ownedSince: Instant;
  /** When the fact behind the newest update occurred. */
  readonly updatedAt?: Instant;
  /** The event that registered it. */
  readonly registeredBy: string;
  /** When the status was entered. */
  readonly since: Instant;
  /** Absent until the provisioner has written the role, and again after retirement. */
  readonly role?: AgentRole;
  /** Counts writes, from 1: the basis of optimistic concurrency. */
  readonly revision: number;
}

export interface PendingAgent extends AgentFacts {
  readonly status: 'pending';
}
export interface ProvisioningAgent extends AgentFacts {
  readonly status: 'provisioning';
}
export interface ActiveAgent extends AgentFacts {
  readonly status: 'active';
  readonly role: AgentRole;
}
export interface SuspendedAgent extends AgentFacts {
  readonly status: 'suspended';
  /** Sorted, without duplicates, never empty. */
  readonly reasons: readonly SuspensionReason[];
}
export interface RetiredAgent extends AgentFacts {
  readonly status: 'retired';
}

/** A governed AI system with one identity. Nothing leaves `retired`. */
export type Agent = PendingAgent | ProvisioningAgent | ActiveAgent | SuspendedAgent | RetiredAgent;

/** One that is in service, or on the way there. */
export type WorkingAgent = ProvisioningAgent | ActiveAgent;

export const isWorking = (agent: Agent): agent is WorkingAgent =>
  agent.status === 'provisioning' || agent.status === 'active';
