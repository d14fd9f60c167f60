import { beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../../lambdas/core/kernel/instant.ts';
import type { ClearedEntry, DeniedEntry, StopEntry } from '../../../lambdas/core/stops/stop.ts';
import { AT, aChange, anEntry, aStop, environmentName, stopId } from './entities.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

const production = environmentName('production');

const denied = (entry: StopEntry): DeniedEntry => ({
  ...entry,
  status: 'denied',
  deniedAt: AT,
  revision: entry.revision + 1,
});
const cleared = (entry: StopEntry): ClearedEntry => ({
  ...entry,
  status: 'cleared',
  clearedAt: '2026-11-24T05:01:00.000Z' as Instant,
  revision: entry.revision + 1,
});

/** What every reader of stops promises about what a ledger has committed. */
export const stopRecordsContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  const write = (...entries: readonly StopEntry[]) =>
    store.ledger.commit(aChange({ writes: entries.map((next) => ({ entity: 'stop-entry', next })) }));
  const inForce = () => store.stopRecords.entriesInForce(production);

  describe('a stop', () => {
    it('is undefined until it is raised', async () => {
      expect(await store.stopRecords.stop(stopId(1))).toBeUndefined();

      await store.ledger.commit(aChange({ writes: [{ entity: 'stop', next: aStop(1) }] }));

      expect(await store.stopRecords.stop(stopId(1))).toEqual(aStop(1));
    });

    it('is written by its revision', async () => {
      const next = { ...aStop(1), environments: [production], revision: 2 };
      await store.ledger.commit(aChange({ writes: [{ entity: 'stop', next: aStop(1) }] }));

      expect(await store.ledger.commit(aChange({ writes: [{ entity: 'stop', next }] }))).toBe('committed');
      expect(await store.ledger.commit(aChange({ writes: [{ entity: 'stop', next }] }))).toBe('conflict');
      expect(await store.stopRecords.stop(stopId(1))).toEqual(next);
    });
  });

  describe('a stop entry', () => {
    it('is undefined where there is none', async () => {
      await write(anEntry(1, 'test'));

      expect(await store.stopRecords.entry(stopId(1), production)).toBeUndefined();
    });

    it('is found in every status', async () => {
      const raised = anEntry(1);
      const states = [raised, denied(raised), cleared(denied(raised))];

      for (const state of states) {
        expect(await write(state)).toBe('committed');
        expect(await store.stopRecords.entry(stopId(1), production)).toEqual(state);
      }
    });

    it.each([
      ['before it was raised', denied(anEntry(1))],
      ['cleared before it was raised', cleared(anEntry(1))],
    ])('cannot be written %s', async (_, entry) => {
      expect(await write(entry)).toBe('conflict');
      expect(await store.stopRecords.entry(stopId(1), production)).toBeUndefined();
    });

    it('may be cleared from the beginning', async () => {
      const entry: StopEntry = { ...cleared(anEntry(1)), revision: 1 };

      expect(await write(entry)).toBe('committed');
      expect(await inForce()).toEqual([]);
      expect(await store.stopRecords.entry(stopId(1), production)).toEqual(entry);
    });

    it('is a conflict when it was changed meanwhile', async () => {
      const raised = anEntry(1);
      await write(raised);
      await write(denied(raised));

      expect(await write(denied(raised))).toBe('conflict');
      expect(await write(cleared(raised))).toBe('conflict');
      expect(await inForce()).toEqual([denied(raised)]);
    });

    it.each([
      ['raised again', anEntry(1)],
      ['put in force again', denied(cleared(anEntry(1)))],
      ['cleared again', cleared(cleared(anEntry(1)))],
      ['cleared again from the beginning', { ...cleared(anEntry(1)), revision: 1 }],
    ])('cannot be %s once it is cleared', async (_, entry) => {
      await write(anEntry(1));
      await write(cleared(anEntry(1)));

      expect(await write(entry)).toBe('conflict');
      expect(await inForce()).toEqual([]);
      expect(await store.stopRecords.entry(stopId(1), production)).toEqual(cleared(anEntry(1)));
    });

    it('is cleared once by two that try at the same time', async () => {
      await write(anEntry(1));

      const outcomes = await Promise.all([write(cleared(anEntry(1))), write(cleared(anEntry(1)))]);

      expect(outcomes.toSorted()).toEqual(['committed', 'conflict']);
    });
  });

  describe('the entries in force', () => {
    it('are none at first', async () => {
      expect(await inForce()).toEqual([]);
    });

    it('are those of the environment, oldest first', async () => {
      await write(anEntry(3), anEntry(1), anEntry(2, 'production-eu'));
      await write(anEntry(2));

      expect(await inForce()).toEqual([anEntry(1), anEntry(2), anEntry(3)]);
    });

    it('are all but the cleared ones', async () => {
      await write(anEntry(1), anEntry(2), anEntry(3));

      await write(denied(anEntry(1)), cleared(anEntry(2)));

      expect(await inForce()).toEqual([denied(anEntry(1)), anEntry(3)]);
    });

    it('are all of them, however many', async () => {
      const numbers = Array.from({ length: 120 }, (_, index) => index);
      for (let start = 0; start < numbers.length; start += 40)
        await write(...numbers.slice(start, start + 40).map((number) => anEntry(number)));

      const entries = await inForce();

      expect(entries.map((entry) => entry.stopId)).toEqual(numbers.map(stopId));
    });
  });
};
