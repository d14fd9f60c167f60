import type { OwnerDescribed, OwnerLeft, OwnerReturned } from '../../../lambdas/core/events/inbound-event.ts';
import type { StopId } from '../../../lambdas/core/kernel/identifiers.ts';
import { type Instant, plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import { describeOwner, leaveOwner, returnOwner } from '../../../lambdas/core/owners/apply-owner-fact.ts';
import type { Owner } from '../../../lambdas/core/owners/owner.ts';
import { AT, ownerId, stopId } from '../../support/contract-suites/entities.ts';

/** The hour at which the facts are told; they occurred before it. */
export const NOW = plusSeconds(AT, 100 * 3600);

/** @param hour after the beginning; from 100 on it is in the future */
export const hour = (hour: number): Instant => plusSeconds(AT, hour * 3600);

export type OwnerFact = OwnerDescribed | OwnerLeft | OwnerReturned;

const context = (at: number) => ({
  source: 'acme.hr',
  eventId: `at-${at}`,
  occurredAt: hour(at),
  ownerId: ownerId('e1'),
});

export const joined = (at: number, facts: Partial<OwnerDescribed> = {}): OwnerFact => ({
  ...context(at),
  type: 'Owner Joined',
  ...facts,
});
export const changed = (at: number, facts: Partial<OwnerDescribed> = {}): OwnerFact => ({
  ...context(at),
  type: 'Owner Changed',
  ...facts,
});
export const returned = (at: number): OwnerFact => ({ ...context(at), type: 'Owner Returned' });
export const left = (at: number, facts: Partial<OwnerLeft> = {}): OwnerFact => ({
  ...context(at),
  type: 'Owner Left',
  ...facts,
});
/** @param leaves the hour, in the future, from which on the owner is gone */
export const announced = (at: number, leaves: number, facts: Partial<OwnerLeft> = {}): OwnerFact =>
  left(at, { effectiveAt: hour(leaves), ...facts });

export interface Told {
  readonly owner: Owner | undefined;
  /** The stops that were raised, one for each fact that raised one. */
  readonly stops: readonly StopId[];
}

const tell = ({ owner, stops }: Told, fact: OwnerFact, id: StopId): Told => {
  if (fact.type === 'Owner Returned') return { owner: returnOwner(owner, fact) ?? owner, stops };
  if (fact.type !== 'Owner Left') return { owner: describeOwner(owner, fact) ?? owner, stops };
  const leaving = leaveOwner(owner, fact, { now: NOW, stopId: id });
  return { owner: leaving?.next ?? owner, stops: leaving?.stops ? [...stops, id] : stops };
};

/** Tells the facts one after the other, the first of an owner who is not known. */
export const tellAll = (facts: readonly OwnerFact[]): Told =>
  facts.reduce<Told>((told, fact, index) => tell(told, fact, stopId(index + 1)), {
    owner: undefined,
    stops: [],
  });
