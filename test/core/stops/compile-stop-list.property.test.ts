import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessVersion, ProfileName } from '../../../lambdas/core/kernel/identifiers.ts';
import { MANAGED_POLICY_LIMIT, policySize } from '../../../lambdas/core/profiles/policy-document.ts';
import { compileStopList } from '../../../lambdas/core/stops/compile-stop-list.ts';
import type { StopEntry, StopTarget } from '../../../lambdas/core/stops/stop.ts';
import {
  AT,
  agentId,
  anEntry,
  environmentName,
  leaseId,
  ownerId,
  processId,
  stopId,
} from '../../support/contract-suites/entities.ts';
import { isCovered, isDenied, isDeniedByTags, type TaggedLease } from './stopped-sessions.ts';

// ids that begin alike and differ in case, so that a loose match shows
const agent = fc.constantFrom('agent-one', 'agent-one-b', 'one').map(agentId);
const owner = fc.constantFrom('e1', 'E1', 'e10', 'e1@acme.example').map(ownerId);
const process = fc.constantFrom('support', 'support-eu', 'sup').map(processId);
const profile = fc.constantFrom('coder', 'coder-b', 'bil').map((name) => name as ProfileName);
const version = fc.constantFrom('1', '2.0', 'unknown').map((name) => name as ProcessVersion);
const lease = fc.integer({ min: 1, max: 4 }).map(leaseId);

const target: fc.Arbitrary<StopTarget> = fc.oneof(
  fc.record({ kind: fc.constant('owner' as const), ownerId: owner }),
  fc.record({ kind: fc.constant('agent' as const), agentId: agent }),
  fc.record({ kind: fc.constant('lease' as const), agentId: agent, leaseId: lease }),
  fc.record({ kind: fc.constant('process' as const), processId: process }),
  fc.record({
    kind: fc.constant('process' as const),
    processId: process,
    profiles: fc.uniqueArray(profile, { minLength: 1 }),
  }),
);

const session: fc.Arbitrary<TaggedLease> = fc.record({
  leaseId: lease,
  agentId: agent,
  ownerId: owner,
  processId: process,
  processVersion: version,
  profile,
  environment: fc.constant(environmentName('test')),
});

const entryOf = (target: StopTarget, number: number, status: 'raised' | 'denied'): StopEntry => {
  const entry = { ...anEntry(number, 'test'), target };
  return status === 'raised' ? entry : { ...entry, status, deniedAt: AT };
};

const entries = (each: fc.Arbitrary<StopTarget>, maxLength: number) =>
  fc
    .array(fc.tuple(each, fc.constantFrom('raised' as const, 'denied' as const)), { maxLength })
    .map((given) => given.map(([of, status], index) => entryOf(of, index + 1, status)));

const longTarget = fc.nat(10_000).chain((number) => {
  const long = (length: number) => `${number}`.padStart(length, 'x');
  return fc.constantFrom<StopTarget>(
    { kind: 'owner', ownerId: ownerId(long(64)) },
    { kind: 'agent', agentId: agentId(long(40)) },
    { kind: 'process', processId: processId(long(40)) },
    { kind: 'process', processId: processId(long(40)), profiles: [long(40) as ProfileName] },
  );
});

describe('a stop list', () => {
  it('denies exactly the sessions that its stops cover', () => {
    fc.assert(
      fc.property(entries(target, 6), fc.array(session, { minLength: 1, maxLength: 5 }), (stops, leases) => {
        const { document, overflow } = compileStopList(stops);

        expect(overflow).toEqual([]);
        for (const each of leases) {
          expect(isDenied(document, each)).toBe(stops.some(({ target: of }) => isCovered(of, each)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('denies every session without a lease', () => {
    fc.assert(
      fc.property(
        entries(target, 3),
        fc.dictionary(fc.constantFrom('mandate:agent', 'team'), fc.constant('x')),
        (stops, tags) => {
          expect(isDeniedByTags(compileStopList(stops).document, tags)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is the same document for the same entries, in whatever order they come', () => {
    const shuffled = entries(target, 12).chain((stops) =>
      fc.tuple(fc.constant(stops), fc.shuffledSubarray(stops, { minLength: stops.length })),
    );

    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(JSON.stringify(compileStopList(other))).toBe(JSON.stringify(compileStopList(one)));
      }),
    );
  });

  it('fits one policy however many there are, and takes as many as fit', () => {
    fc.assert(
      fc.property(fc.array(longTarget, { minLength: 20, maxLength: 200 }), (targets) => {
        const stops = targets.map((of, index) => entryOf(of, index + 1, 'raised'));

        const { document, included, overflow } = compileStopList(stops);

        expect(policySize(document)).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
        expect([...included, ...overflow]).toEqual(stops.map((entry) => entry.stopId));
        const one = stops.slice(0, included.length + 1);
        if (overflow.length > 0) expect(compileStopList(one).overflow).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it('never gives up what it denies for what is new', () => {
    fc.assert(
      fc.property(
        fc.array(longTarget, { minLength: 20, maxLength: 120 }),
        fc.array(longTarget, { minLength: 20, maxLength: 120 }),
        (old, added) => {
          // the new ones are older by their ids: they were raised first and spread last
          const numbered = old.map((of, index) => entryOf(of, added.length + index + 1, 'raised'));
          const { included } = compileStopList(numbered);
          const denied = numbered
            .filter((entry) => included.includes(entry.stopId))
            .map((entry): StopEntry => ({ ...entry, status: 'denied', deniedAt: AT }));

          const next = compileStopList([
            ...denied,
            ...added.map((of, index) => entryOf(of, index + 1, 'raised')),
          ]);

          expect(next.included).toEqual(expect.arrayContaining([...included]));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('a stop whose roles are each locked', () => {
  it('takes no room on the list', () => {
    const { document, included, overflow } = compileStopList([
      { ...anEntry(1, 'test'), status: 'denied', deniedAt: AT, lockedEach: true },
      { ...anEntry(2, 'test'), target: { kind: 'agent', agentId: agentId('agent-one') } },
    ]);

    expect(included).toEqual([stopId(2)]);
    expect(overflow).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('e1');
  });
});
