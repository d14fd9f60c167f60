import type { OwnerDescribed, OwnerLeft, OwnerReturned } from '../events/inbound-event.ts';
import type { OwnerId, StopId } from '../kernel/identifiers.ts';
import { DAWN, type Instant } from '../kernel/instant.ts';
import type { Owner } from './owner.ts';

// Every function here gives the owner's next state, or undefined where the fact changes nothing: an older fact never
// undoes a newer one, and of two at the same time the safer (`left`) wins.

const unknownOwner = ({ ownerId }: Pick<Owner, 'ownerId'>): Owner => ({
  ownerId,
  status: 'active',
  // before any fact, so that a leaving which occurred before this event, and arrives after it, still counts
  statusAt: DAWN,
  stopIds: [],
  revision: 0,
});

/** Takes over what the directory says of the owner; who is described without having been seen to leave is active. */
export const describeOwner = (current: Owner | undefined, event: OwnerDescribed): Owner | undefined => {
  const known = current ?? unknownOwner(event);
  const described = withDescription(known, event);
  const joined = event.type === 'Owner Joined' ? withPresence(described, event.occurredAt) : described;
  return current !== undefined && joined === known ? undefined : { ...joined, revision: known.revision + 1 };
};

const withDescription = (owner: Owner, event: OwnerDescribed): Owner => {
  if (owner.describedAt !== undefined && owner.describedAt >= event.occurredAt) return owner;
  const { email, displayName, managerId, department, occurredAt } = event;
  return {
    ...owner,
    ...(email !== undefined && { email }),
    ...(displayName !== undefined && { displayName }),
    ...(managerId !== undefined && { managerId }),
    ...(department !== undefined && { department }),
    describedAt: occurredAt,
  };
};

const withPresence = (owner: Owner, occurredAt: Instant): Owner => {
  if (occurredAt <= owner.statusAt) return owner;
  const present = { ...withoutOvertaken(owner, occurredAt), status: 'active', statusAt: occurredAt } as const;
  return present.announcedAt === undefined ? withSuccessor(present, undefined) : present;
};

/** The owner without a leaving that was announced before `occurredAt`. */
const withoutOvertaken = (owner: Owner, occurredAt: Instant): Owner => {
  if (owner.announcedAt === undefined || owner.announcedAt >= occurredAt) return owner;
  const { leavesAt: _, announcedAt: __, ...rest } = owner;
  return rest;
};

/** The owner is back: may be given agents again. Agents that were suspended stay so until someone reinstates them. */
export const returnOwner = (current: Owner | undefined, event: OwnerReturned): Owner | undefined => {
  const known = current ?? unknownOwner(event);
  const back = withPresence(known, event.occurredAt);
  return current !== undefined && back === known ? undefined : { ...back, revision: known.revision + 1 };
};

export interface Leaving {
  readonly next: Owner;
  /** Whether the owner's agents have to be stopped now: not for a leaving in the future, nor for a second one. */
  readonly stops: boolean;
}

/** @param stopId of the stop to raise, if one has to be */
export const leaveOwner = (
  current: Owner | undefined,
  event: OwnerLeft,
  { now, stopId }: { readonly now: Instant; readonly stopId: StopId },
): Leaving | undefined => {
  const known = current ?? unknownOwner(event);
  if (event.occurredAt < known.statusAt) return undefined;
  const revision = known.revision + 1;
  if (event.effectiveAt !== undefined && event.effectiveAt > now) {
    const announced = announce(known, event, event.effectiveAt);
    return announced && { next: { ...announced, revision }, stops: false };
  }
  const stops = known.status === 'active';
  const stopIds = stops ? [...known.stopIds, stopId] : known.stopIds;
  return { next: { ...leave(known, event), stopIds, revision }, stops };
};

const leave = (owner: Owner, { occurredAt, successorId }: OwnerLeft): Owner => {
  const left = { ...withoutOvertaken(owner, occurredAt), status: 'left', statusAt: occurredAt } as const;
  return left.announcedAt === undefined ? withSuccessor(left, successorId) : left;
};

/** Kept for one who has left as well: they may be known to return before it. */
const announce = (owner: Owner, { occurredAt, successorId }: OwnerLeft, leavesAt: Instant) => {
  const { announcedAt = DAWN, leavesAt: knownAt = leavesAt } = owner;
  if (occurredAt < announcedAt) return undefined;
  const sooner = occurredAt === announcedAt && knownAt < leavesAt ? knownAt : leavesAt;
  return withSuccessor({ ...owner, leavesAt: sooner, announcedAt: occurredAt }, successorId);
};

const withSuccessor = ({ successorId: _, ...owner }: Owner, successorId: OwnerId | undefined): Owner =>
  successorId === undefined ? owner : { ...owner, successorId };

/**
 * Lets an announced leaving take effect once its time has come; undefined where there is none (any more), or not yet.
 * @param stopId of the stop that it raises
 */
export const leaveWhenDue = (
  owner: Owner,
  { now, stopId }: { readonly now: Instant; readonly stopId: StopId },
): Owner | undefined => {
  const { leavesAt, announcedAt, ...rest } = owner;
  if (owner.status !== 'active' || leavesAt === undefined || leavesAt > now) return undefined;
  return {
    ...rest,
    status: 'left',
    // a return that is told of from before the announcement does not undo it
    statusAt: announcedAt ?? owner.statusAt,
    stopIds: [...owner.stopIds, stopId],
    revision: owner.revision + 1,
  };
};

/** Takes a cleared stop off the owner. */
export const clearOwnerStop = (owner: Owner, stopId: StopId): Owner => ({
  ...owner,
  stopIds: owner.stopIds.filter((id) => id !== stopId),
  revision: owner.revision + 1,
});
