import type { OwnerId, ProcessId, ProcessVersion, ProfileName, StopId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';

/** A stop on a process in force: on all its agents, or on those of the named profiles. */
export interface ProcessStop {
  readonly stopId: StopId;
  readonly profiles?: readonly ProfileName[];
}

/** Whether a stop on a process is on its agents of this profile. */
export const isOnProfile = (
  { profiles }: { readonly profiles?: readonly ProfileName[] },
  profile: ProfileName,
): boolean => profiles === undefined || profiles.includes(profile);

interface ProcessFacts {
  readonly processId: ProcessId;
  readonly displayName?: string;
  readonly ownerId?: OwnerId;
  /** Stops on the process that are not yet cleared. */
  readonly stops: readonly ProcessStop[];
  readonly revision: number;
}

export interface ActiveProcess extends ProcessFacts {
  readonly status: 'active';
  readonly version: ProcessVersion;
  /** Sorted, without duplicates. */
  readonly profiles: readonly ProfileName[];
  /** When the fact behind `version` and `profiles` occurred. */
  readonly changedAt: Instant;
}

/**
 * Nothing leaves `retired`. It has no version and allows no profile, so that it is the same whichever of its versions
 * were told before the retirement, and which after.
 */
export interface RetiredProcess extends ProcessFacts {
  readonly status: 'retired';
  readonly retiredAt: Instant;
}

/** The business process an agent serves, with the profiles that its current version allows. */
export type Process = ActiveProcess | RetiredProcess;
