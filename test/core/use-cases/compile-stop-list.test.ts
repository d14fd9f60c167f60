import { beforeEach, describe, expect, it } from 'vitest';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import type { StopListWriter } from '../../../lambdas/core/ports/stop-list-writer.ts';
import { compileStopList } from '../../../lambdas/core/stops/compile-stop-list.ts';
import type { StopEntry, StopTarget } from '../../../lambdas/core/stops/stop.ts';
import { compileStopListOf } from '../../../lambdas/core/use-cases/compile-stop-list.ts';
import {
  AT,
  agentId,
  anEntry,
  aStop,
  leaseId,
  ownerId,
  stopId,
} from '../../support/contract-suites/entities.ts';
import { type GovernanceWorld, governanceWorld, PRODUCTION, TEST } from './governance-world.ts';

let world: GovernanceWorld;

beforeEach(() => {
  world = governanceWorld();
});

const compile = () => compileStopListOf(TEST, world.ports);
const entryOf = (number: number) => world.store.entry(stopId(number), TEST);
const statuses = async () => (await world.store.entriesInForce(TEST)).map(({ status }) => status);

/** @param changes of a raised entry on owner `e<number>` */
const enter = (number: number, changes: Partial<StopEntry> = {}): void => {
  const target: StopTarget = { kind: 'owner', ownerId: ownerId(`e${number}`) };
  const entry = { ...anEntry(number, 'test'), target, ...changes } as StopEntry;
  world.store.seed(
    { entity: 'stop', next: { ...aStop(number), target: entry.target, environments: [TEST] } },
    { entity: 'stop-entry', next: entry },
  );
};

describe('compiling an environment’s stop list', () => {
  it('writes all that is in force there, then says that each is denied and has it verified', async () => {
    enter(1);
    enter(2);
    world.store.seed({ entity: 'stop-entry', next: anEntry(3, 'production') });
    world.clock.advance(4);

    expect(await compile()).toEqual({ written: true, entries: 2, overflow: 0 });

    const denied = { status: 'denied', deniedAt: plusSeconds(AT, 4), revision: 2 };
    expect(await Promise.all([entryOf(1), entryOf(2)])).toMatchObject([denied, denied]);
    expect(world.stopLists.documentOf(TEST)).toEqual(
      compileStopList(await world.store.entriesInForce(TEST)).document,
    );
    expect(JSON.stringify(world.stopLists.documentOf(TEST))).toContain('["e1","e2"]');
    expect(world.store.events).toMatchObject(
      [1, 2].map((number) => ({
        type: 'Access Stopped',
        causedBy: 'event:acme.hr/1',
        detail: {
          stopId: stopId(number),
          environment: TEST,
          factAt: AT,
          raisedAt: AT,
          deniedAt: plusSeconds(AT, 4),
        },
      })),
    );
    expect(world.store.takeWork()).toEqual(
      [1, 2].map((number) => ({ kind: 'verify-stop', stopId: stopId(number), environment: TEST })),
    );
    expect(world.actionsOf('owner:e1')).toEqual(['deny']);
    expect(world.stopLists.documentOf(PRODUCTION)).toBeUndefined();
  });

  it('says nothing if the list could not be written, and all the next time', async () => {
    enter(1);
    world.stopLists.failNext(new Error('IAM is throttling'));

    await expect(compile()).rejects.toThrow('IAM is throttling');
    expect([await statuses(), world.told(), world.store.takeWork()]).toEqual([['raised'], [], []]);
    await compile();

    expect([await statuses(), world.told()]).toEqual([['denied'], ['Access Stopped']]);
  });

  it('says that an entry is denied only after the list was written', async () => {
    enter(1);
    const saidWhenWritten: unknown[] = [];
    const stopLists: StopListWriter = {
      write: async (environment, document) => {
        saidWhenWritten.push(await statuses(), [...world.told()]);
        return world.stopLists.write(environment, document);
      },
    };

    await compileStopListOf(TEST, { ...world.ports, stopLists });

    expect(saidWhenWritten).toEqual([['raised'], []]);
    expect(await statuses()).toEqual(['denied']);
  });

  it('says nothing of an entry that was raised while the list was written', async () => {
    enter(1);
    const stopLists: StopListWriter = {
      write: async (environment, document) => {
        enter(2);
        return world.stopLists.write(environment, document);
      },
    };

    await compileStopListOf(TEST, { ...world.ports, stopLists });

    expect(await statuses()).toEqual(['denied', 'raised']);
  });

  it('does nothing the second time', async () => {
    enter(1);
    await compile();
    world.store.takeWork();

    expect(await compile()).toEqual({ written: false, entries: 1, overflow: 0 });

    expect([world.stopLists.writes, world.told(), world.store.takeWork()]).toEqual([
      1,
      ['Access Stopped'],
      [],
    ]);
  });

  it.each(['crash-before-write', 'crash-after-write'] as const)('is completed after a %s', async (fault) => {
    enter(1);
    enter(2);
    world.store.disturb(fault);

    await expect(compile()).rejects.toThrow();
    await compile();

    expect(await statuses()).toEqual(['denied', 'denied']);
    expect(world.told()).toEqual(['Access Stopped', 'Access Stopped']);
    expect(world.stopLists.writes).toBe(1);
  });

  it('writes five hundred stops at once', async () => {
    for (let number = 1; number <= 500; number += 1) enter(number);

    expect(await compile()).toEqual({ written: true, entries: 500, overflow: 0 });

    expect(world.stopLists.writes).toBe(1);
    expect(new Set(await statuses())).toEqual(new Set(['denied']));
    expect(world.store.takeWork()).toHaveLength(500);
  });

  it('takes cleared entries off the list', async () => {
    enter(1);
    await compile();
    enter(1, { status: 'cleared', clearedAt: AT });

    expect(await compile()).toEqual({ written: true, entries: 0, overflow: 0 });

    expect(world.stopLists.documentOf(TEST)).toEqual(compileStopList([]).document);
  });

  it('leaves what could not be verified on the list', async () => {
    enter(1, { status: 'unverified', deniedAt: AT, verifiedAt: AT, evidence: [] });

    await compile();

    expect(await statuses()).toEqual(['unverified']);
    expect(JSON.stringify(world.stopLists.documentOf(TEST))).toContain('"e1"');
  });
});

describe('a list without room for all', () => {
  const long = (number: number): Partial<StopEntry> => ({
    target: { kind: 'owner', ownerId: ownerId(`${number}`.padStart(64, 'e')) },
  });

  it('denies the oldest; the rest is not said to be stopped, and its agents are to be locked one by one', async () => {
    for (let number = 1; number <= 100; number += 1) enter(number, long(number));

    const { entries, overflow } = await compile();

    expect([entries + overflow, overflow > 0]).toEqual([100, true]);
    expect(await statuses()).toEqual([
      ...Array.from({ length: entries }, () => 'denied'),
      ...Array.from({ length: overflow }, () => 'raised'),
    ]);
    expect(world.told()).toHaveLength(entries);
    const orders = world.store.takeWork();
    expect(orders.filter(({ kind }) => kind === 'verify-stop')).toHaveLength(entries);
    expect(orders.filter(({ kind }) => kind === 'clear-stop')).toEqual(
      Array.from({ length: overflow }, (_, index) => ({
        kind: 'clear-stop',
        stopId: stopId(entries + index + 1),
        environment: TEST,
      })),
    );
  });

  it('takes the rest in as soon as others have left', async () => {
    for (let number = 1; number <= 100; number += 1) enter(number, long(number));
    const { entries } = await compile();
    for (let number = 1; number <= 50; number += 1) {
      enter(number, { ...long(number), status: 'cleared', clearedAt: AT });
    }

    expect(await compile()).toMatchObject({ entries: 50, overflow: 0 });

    expect(await entryOf(entries + 1)).toMatchObject({ status: 'denied' });
  });
});

describe('the stop of a lease', () => {
  const target: StopTarget = { kind: 'lease', agentId: agentId('agent-one'), leaseId: leaseId(9) };

  it('leaves the list an hour and a minute after it was raised, for the lease has run out', async () => {
    enter(1, { target });
    await compile();
    world.clock.advance(3659);
    expect(await compile()).toMatchObject({ entries: 1, written: false });
    world.clock.advance(1);

    expect(await compile()).toEqual({ written: true, entries: 0, overflow: 0 });

    expect(await entryOf(1)).toMatchObject({ status: 'cleared', clearedAt: plusSeconds(AT, 3660) });
    expect(await world.store.stop(stopId(1))).toMatchObject({ clearedIn: [TEST] });
    expect(world.actionsOf('agent:agent-one')).toEqual(['deny', 'clear']);
  });

  it('stays as it is if the list cannot be written without it', async () => {
    enter(1, { target });
    await compile();
    world.clock.advance(3660);
    world.stopLists.failNext(new Error('IAM is throttling'));

    await expect(compile()).rejects.toThrow();

    expect(await statuses()).toEqual(['denied']);
  });

  it('is off the list before it is said to be cleared, even if it runs out while the list is written', async () => {
    enter(1, { target });
    world.clock.advance(3659);
    const stopLists: StopListWriter = {
      write: async (environment, document) => {
        world.clock.advance(5);
        return world.stopLists.write(environment, document);
      },
    };

    await compileStopListOf(TEST, { ...world.ports, stopLists });

    expect(await statuses()).toEqual(['denied']);
    expect(JSON.stringify(world.stopLists.documentOf(TEST))).toContain(leaseId(9));
  });
});
