import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Owner } from '../../../lambdas/core/owners/owner.ts';
import { ownerId } from '../../support/contract-suites/entities.ts';
import { announced, changed, hour, joined, left, type OwnerFact, returned, tellAll } from './owner-facts.ts';

type FactAt = (at: number) => OwnerFact;

const fact: fc.Arbitrary<FactAt> = fc.oneof(
  fc.constantFrom<FactAt>(joined, changed, returned, left),
  fc.integer({ min: 90, max: 110 }).map((leaves) => (at: number) => announced(at, leaves)),
  fc.constantFrom('e2', 'e3').map((id) => (at: number) => left(at, { successorId: ownerId(id) })),
);

/** The same facts in two orders. */
const twoOrders = (facts: fc.Arbitrary<readonly OwnerFact[]>) =>
  facts.chain((ordered) =>
    fc.tuple(
      fc.constant(ordered),
      fc.shuffledSubarray([...ordered], { minLength: ordered.length, maxLength: ordered.length }),
    ),
  );

const atDistinctTimes = fc
  .array(fact, { minLength: 1, maxLength: 8 })
  .map((facts) => facts.map((factAt, index) => factAt(index)));

const atAnyTimes = fc
  .array(fc.tuple(fact, fc.nat(4)), { minLength: 1, maxLength: 8 })
  .map((facts) => facts.map(([factAt, at]) => factAt(at)));

const standing = ({ status, statusAt, leavesAt }: Partial<Owner> = {}) => ({ status, statusAt, leavesAt });

describe('whatever the order in which facts of an owner arrive', () => {
  it('the owner ends the same', () => {
    fc.assert(
      fc.property(twoOrders(atDistinctTimes), ([one, other]) => {
        const [first, second] = [tellAll(one).owner, tellAll(other).owner];

        expect(standing(second)).toEqual(standing(first));
        expect(second?.successorId).toBe(first?.successorId);
      }),
      { numRuns: 1000 },
    );
  });

  it('the owner ends the same though facts occurred at the same time', () => {
    fc.assert(
      fc.property(twoOrders(atAnyTimes), ([one, other]) => {
        expect(standing(tellAll(other).owner)).toEqual(standing(tellAll(one).owner));
      }),
      { numRuns: 1000 },
    );
  });

  it('the owner has left if nothing newer than the newest leaving says otherwise', () => {
    fc.assert(
      fc.property(twoOrders(atAnyTimes), ([, facts]) => {
        const isLeaving = (each: OwnerFact) =>
          each.type === 'Owner Left' && (each.effectiveAt === undefined || each.effectiveAt <= hour(100));
        const isPresence = ({ type }: OwnerFact) => type === 'Owner Returned' || type === 'Owner Joined';
        const newest = (kind: (each: OwnerFact) => boolean) =>
          facts
            .filter(kind)
            .map(({ occurredAt }) => occurredAt)
            .sort()
            .at(-1) ?? '';
        const hasLeft = facts.some(isLeaving) && newest(isLeaving) >= newest(isPresence);

        expect(tellAll(facts).owner?.status).toBe(hasLeft ? 'left' : 'active');
      }),
      { numRuns: 1000 },
    );
  });

  it('a fact that is told again changes nothing of the owner’s standing', () => {
    fc.assert(
      fc.property(atAnyTimes, fc.nat(7), (facts, index) => {
        const again = facts[index % facts.length];
        const repeated = again === undefined ? facts : [...facts, again];

        expect(standing(tellAll(repeated).owner)).toEqual(standing(tellAll(facts).owner));
        expect(tellAll(repeated).stops).toEqual(tellAll(facts).stops);
      }),
    );
  });
});
