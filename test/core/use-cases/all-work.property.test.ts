import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan } from './company-plan.ts';
import { brokenLater, brokenPromises, truthWatch } from './company-promises.ts';
import { type Company, simulate } from './simulated-company.ts';

/** How often something was seen in all runs: a property that never meets what it is about proves nothing. */
class Sightings {
  readonly #counts = new Map<string, number>();

  add(what: string, count: number): void {
    this.#counts.set(what, this.of(what) + count);
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }
}

const note = (company: Company, seen: Sightings): void => {
  for (const { type } of company.store.events) seen.add(type, 1);
  seen.add('crashes', company.failures);
  seen.add('parked', company.parked.length);
  seen.add('locked roles', company.roles.log.filter((step) => step.startsWith('lock')).length);
  seen.add('deleted roles', company.roles.log.filter((step) => step.startsWith('delete')).length);
};

const EXPECTED = [
  'Agent Activated',
  'Agent Suspended',
  'Agent Reinstated',
  'Agent Retired',
  'Agent Rejected',
  'Lease Issued',
  'Lease Refused',
  'Access Stopped',
  'Stop Verified',
  'Stop Unverified',
  'crashes',
  'parked',
  'locked roles',
  'deleted roles',
];

describe('whatever happens, in whatever order, however often, and whoever fails', () => {
  it('every promise holds: nothing untrue is said, nobody slips through, and nothing is left', async () => {
    const seen = new Sightings();

    await fc.assert(
      fc.asyncProperty(plan, async (given) => {
        const watch = truthWatch();

        const company = await simulate(given, watch.look);

        expect(watch.untruths).toEqual([]);
        expect(watch.doomed().filter((lease) => !company.probe.isDead(lease))).toEqual([]);
        expect(await brokenPromises(company)).toEqual([]);
        expect(await brokenLater(company)).toEqual([]);
        for (const happening of given.happenings)
          if ('event' in happening) expect(await company.store.hasSeen(happening.event)).toBe(true);
        note(company, seen);
      }),
      { numRuns: 400 },
    );

    expect(EXPECTED.filter((what) => seen.of(what) === 0)).toEqual([]);
  }, 120_000);
});
