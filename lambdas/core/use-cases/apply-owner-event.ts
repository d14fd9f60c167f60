import { causeOf, type OwnerDescribed, type OwnerLeft, type OwnerReturned } from '../events/inbound-event.ts';
import { ok } from '../kernel/result.ts';
import { describeOwner, leaveOwner, returnOwner } from '../owners/apply-owner-fact.ts';
import type { Owner } from '../owners/owner.ts';
import type { Decide, Deciding, Decision } from './decision.ts';
import { raisedToSpread } from './raised-to-spread.ts';

/** Takes over what the directory says of a person. */
export const describeOwnerOnEvent: Decide<OwnerDescribed> = async (event, deciding) => {
  const current = await deciding.registry.owner(event.ownerId);
  const next = describeOwner(current, event);
  return ok(ownerDecision({ event, action: 'describe', current, next }, deciding));
};

/** The person is back and may answer for agents again. */
export const returnOwnerOnEvent: Decide<OwnerReturned> = async (event, deciding) => {
  const current = await deciding.registry.owner(event.ownerId);
  const next = returnOwner(current, event);
  return ok(ownerDecision({ event, action: 'return', current, next }, deciding));
};

/**
 * The person left: from this commit on nothing is issued to any of their agents, however many there are. The stop is
 * spread, denied, verified and cleared by what follows.
 */
export const leaveOwnerOnEvent: Decide<OwnerLeft> = async (event, deciding) => {
  const current = await deciding.registry.owner(event.ownerId);
  const leaving = leaveOwner(current, event, deciding);
  const decision = ownerDecision({ event, action: 'leave', current, next: leaving?.next }, deciding);
  if (leaving === undefined || !leaving.stops) return ok(decision);
  const { stopId, now } = deciding;
  const { write, work } = raisedToSpread(
    {
      stopId,
      target: { kind: 'owner', ownerId: event.ownerId },
      consequence: { then: 'suspend', reason: 'owner-left' },
      occurredAt: event.occurredAt,
      causedBy: causeOf(event),
    },
    now,
  );
  return ok({
    ...decision,
    writes: [...decision.writes, write],
    work,
    raised: stopId,
  });
};

interface OwnerChange {
  readonly event: OwnerDescribed | OwnerLeft | OwnerReturned;
  readonly action: string;
  readonly current: Owner | undefined;
  /** Undefined: the fact changes nothing, for a newer one is known. */
  readonly next: Owner | undefined;
}

const summaryOf = ({ status, leavesAt, stopIds }: Owner) => ({
  status,
  ...(leavesAt !== undefined && { leavesAt }),
  ...(stopIds.length > 0 && { stopIds }),
});

const ownerDecision = ({ event, action, current, next }: OwnerChange, { now }: Deciding): Decision => ({
  writes: next === undefined ? [] : [{ entity: 'owner', next }],
  audit: [
    {
      subject: `owner:${event.ownerId}`,
      at: now,
      action,
      outcome: 'accepted',
      causedBy: causeOf(event),
      ...(current !== undefined && { before: summaryOf(current) }),
      after: next === undefined ? { changed: false } : summaryOf(next),
    },
  ],
  events: [],
  work: [],
});
