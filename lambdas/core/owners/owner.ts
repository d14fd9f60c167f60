import type { OwnerId, StopId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';

/** The human accountable for agents, as the directory tells it. */
export interface Owner {
  readonly ownerId: OwnerId;
  readonly status: 'active' | 'left';
  /** When the fact behind `status` occurred: an older fact never undoes it. */
  readonly statusAt: Instant;
  /** A leaving announced for later. From then on the owner counts as left, whether or not anything has run. */
  readonly leavesAt?: Instant;
  /** When the fact behind `leavesAt` occurred: not before `statusAt`, which would have overtaken it. */
  readonly announcedAt?: Instant;
  /** Named by the newest leaving, done or announced. */
  readonly successorId?: OwnerId;
  readonly email?: string;
  readonly displayName?: string;
  readonly managerId?: OwnerId;
  readonly department?: string;
  /** When the fact behind the descriptive fields occurred. */
  readonly describedAt?: Instant;
  /** Stops on this owner that are not yet cleared: nothing is issued while there is one. */
  readonly stopIds: readonly StopId[];
  readonly revision: number;
}

/** Whether the owner can answer for agents at `now`. */
export const ownerIsActive = (owner: Owner, now: Instant): boolean =>
  owner.status === 'active' && (owner.leavesAt === undefined || owner.leavesAt > now);
