import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inShort, type ProcessFact, retirement, tellAll, version } from './process-facts.ts';

type FactAt = (at: number) => ProcessFact;

const defined = fc.tuple(fc.constantFrom('1', '2', '9', '10', 'a'), fc.subarray(['a', 'b', 'c'])).map(
  ([name, profiles]): FactAt =>
    (at) =>
      version(at, name, profiles.join('')),
);
const fact = fc.oneof(
  { weight: 6, arbitrary: defined },
  { weight: 1, arbitrary: fc.constant<FactAt>(retirement) },
);

/** The same facts in two orders. */
const twoOrders = (facts: fc.Arbitrary<readonly ProcessFact[]>) =>
  facts.chain((ordered) =>
    fc.tuple(
      fc.constant(ordered),
      fc.shuffledSubarray([...ordered], { minLength: ordered.length, maxLength: ordered.length }),
    ),
  );

const atDistinctTimes = fc
  .array(fact, { minLength: 1, maxLength: 7 })
  .map((facts) => facts.map((factAt, index) => factAt(index)));

const atAnyTimes = fc
  .array(fc.tuple(fact, fc.nat(2)), { minLength: 1, maxLength: 7 })
  .map((facts) => facts.map(([factAt, at]) => factAt(at)));

describe('whatever the order in which facts of a process arrive', () => {
  it('its status, version and profiles end the same', () => {
    fc.assert(
      fc.property(twoOrders(atDistinctTimes), ([one, other]) => {
        expect(inShort(tellAll(other))).toBe(inShort(tellAll(one)));
      }),
      { numRuns: 1000 },
    );
  });

  it('they end the same though facts occurred at the same time', () => {
    fc.assert(
      fc.property(twoOrders(atAnyTimes), ([one, other]) => {
        expect(inShort(tellAll(other))).toBe(inShort(tellAll(one)));
      }),
      { numRuns: 1000 },
    );
  });

  it('it is retired for ever once that was told', () => {
    fc.assert(
      fc.property(atAnyTimes, (facts) => {
        const retired = facts.some(({ type }) => type === 'Process Retired');

        expect(tellAll(facts).process?.status).toBe(retired ? 'retired' : 'active');
      }),
    );
  });

  it('no profile that was allowed is withdrawn without a stop', () => {
    fc.assert(
      fc.property(atAnyTimes, (facts) => {
        const steps = facts.map((_, index) => tellAll(facts.slice(0, index + 1)));
        const allowed = (step: number) => {
          const process = steps[step]?.process;
          return process?.status === 'active' ? process.profiles : [];
        };

        steps.forEach(({ stops }, step) => {
          const lost = allowed(step - 1).filter((profile) => !allowed(step).includes(profile));
          const raised = stops.slice(steps[step - 1]?.stops.length ?? 0);
          const isRetired = steps[step]?.process?.status === 'retired';
          const expected = lost.length === 0 ? [] : [isRetired ? 'all' : lost.join('')];
          if (!(isRetired && lost.length === 0)) expect(raised).toEqual(expected);
        });
      }),
      { numRuns: 500 },
    );
  });
});
