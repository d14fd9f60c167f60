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

/** One issued STS session, as recorded; the credentials themselves are never stored. */
export interface Lease {
  readonly leaseId: LeaseId;
  readonly agentId: AgentId;
  readonly ownerId: OwnerId;
  readonly processId: ProcessId;
  readonly processVersion: ProcessVersion;
  readonly profile: ProfileName;
  readonly environment: EnvironmentName;
  readonly roleArn: string;
  /** Names of the profile's base permissions it was narrowed to; absent means all of them. */
  readonly permissions?: readonly string[];
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
}
