import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import type { EnvironmentName, StopId } from '../../../lambdas/core/kernel/identifiers.ts';
import { clearStop } from '../../../lambdas/core/use-cases/clear-stop.ts';
import { agentId, anAgent, ownerId, stopId } from '../../support/contract-suites/entities.ts';
import {
  anActiveAgent,
  FIRST_STOP,
  type GovernanceWorld,
  governanceWorld,
  judgeAs,
  PRODUCTION,
  place,
  STAGING,
  TEST,
} from './governance-world.ts';
import { agentCompromised, ownerLeft, ownerReturned, second } from './told-events.ts';

let world: GovernanceWorld;

beforeEach(() => {
  world = governanceWorld({ pageSize: 3 });
  world.clock.advance(60);
});

const agent = (id: string) => world.store.agent(agentId(id));
const entryIn = (environment: EnvironmentName, id: StopId = FIRST_STOP) => world.store.entry(id, environment);
const clear = (environment: EnvironmentName, cursor?: string) =>
  clearStop({ stopId: FIRST_STOP, environment, cursor }, world.ports);

/** Clears page after page, as the orders say. */
const clearAll = async (environment: EnvironmentName): Promise<readonly number[]> => {
  const pages = [await clear(environment)];
  for (let orders = world.store.takeWork(); orders.length > 0; orders = world.store.takeWork()) {
    for (const order of orders) {
      if (order.kind === 'clear-stop') pages.push(await clear(order.environment, order.cursor));
    }
  }
  return pages;
};

const judge = (status: 'verified' | 'unverified', id?: StopId) => judgeAs(world, status, id);

const many = (count: number, facts: Partial<Omit<Agent, 'status'>> = {}) =>
  Array.from({ length: count }, (_, index) => {
    const { role: _role, ...rest } = facts;
    return anActiveAgent(`a-${index}`, rest);
  });

describe('clearing the stop of an owner who left', () => {
  it('suspends each covered agent and locks its role, then takes the stop off list and owner', async () => {
    await place(world, anActiveAgent('a-1'), anAgent('a-2', { environment: TEST }));
    await world.tell(ownerLeft('e1'));
    await judge('verified');

    expect(await clear(TEST)).toBe(2);

    expect(await agent('a-1')).toMatchObject({
      status: 'suspended',
      reasons: ['owner-left'],
      role: { lockedAt: second(60) },
      revision: 2,
    });
    expect(await agent('a-2')).toMatchObject({ status: 'suspended', reasons: ['owner-left'], revision: 2 });
    expect(world.roles.log).toEqual(['lock a-1', 'lock a-2']);
    expect(world.roles.roleOf(agentId('a-1'), TEST)?.locked).toBe(true);
    expect(await entryIn(TEST)).toMatchObject({
      status: 'cleared',
      clearedAt: second(60),
      deniedAt: second(61),
    });
    expect(await world.store.stop(FIRST_STOP)).toMatchObject({ clearedIn: [TEST] });
    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'left', stopIds: [] });
    expect(world.store.takeWork()).toEqual([{ kind: 'compile-stop-list', environment: TEST }]);
    expect(world.store.events).toMatchObject(
      ['a-1', 'a-2'].map((id) => ({
        type: 'Agent Suspended',
        causedBy: 'event:acme.hr/left-e1-10',
        detail: { agentId: id, reasons: ['owner-left'] },
      })),
    );
    expect(world.actionsOf('owner:e1')).toEqual(['leave', 'clear']);
    expect(world.actionsOf('agent:a-1')).toEqual(['suspend']);
  });

  it('goes on page by page, and clears the entry after the last', async () => {
    await place(world, ...many(7));
    await world.tell(ownerLeft('e1'));
    await judge('verified');

    expect(await clear(TEST)).toBe(3);
    expect(world.store.work).toEqual([
      { kind: 'clear-stop', stopId: FIRST_STOP, environment: TEST, cursor: 'a-2' },
    ]);
    expect(await entryIn(TEST)).toMatchObject({ status: 'verified' });
    world.store.takeWork();
    expect(await clear(TEST, 'a-2')).toBe(3);
    expect(world.store.takeWork()).toMatchObject([{ kind: 'clear-stop', cursor: 'a-5' }]);
    expect(await clear(TEST, 'a-5')).toBe(1);

    expect(await entryIn(TEST)).toMatchObject({ status: 'cleared' });
    expect(world.roles.all().filter(({ locked }) => locked)).toHaveLength(7);
  });

  it('does no harm when each page comes twice', async () => {
    await place(world, ...many(5));
    await world.tell(ownerLeft('e1'));
    await judge('verified');
    for (const cursor of [undefined, undefined, 'a-2', 'a-2', undefined]) await clear(TEST, cursor);

    expect(await Promise.all(['a-0', 'a-4'].map(agent))).toMatchObject([{ revision: 2 }, { revision: 2 }]);
    expect(world.told()).toEqual(Array.from({ length: 5 }, () => 'Agent Suspended'));
    expect(world.actionsOf('owner:e1')).toEqual(['leave', 'clear']);
    expect(await world.store.stop(FIRST_STOP)).toMatchObject({ clearedIn: [TEST] });
  });

  it('ends the others when one agent cannot be ended, and comes again for that one', async () => {
    world = governanceWorld();
    await place(world, ...many(12));
    await world.tell(ownerLeft('e1'));
    await judge('verified');
    world.roles.failNext('lock', new Error('IAM is throttling'));

    await expect(clear(TEST)).rejects.toThrow('IAM is throttling');

    const states = await Promise.all(many(12).map(({ agentId: id }) => world.store.agent(id)));
    expect(states.map((each) => each?.status)).toEqual([
      'active',
      ...Array.from({ length: 11 }, () => 'suspended'),
    ]);
    expect(await entryIn(TEST)).toMatchObject({ status: 'verified' });
    expect(world.store.takeWork()).toEqual([]);

    await clear(TEST);

    expect(await agent('a-0')).toMatchObject({ status: 'suspended' });
    expect(await entryIn(TEST)).toMatchObject({ status: 'cleared' });
  });

  it('leaves what was not seen denied on the list, though its agents are suspended and locked', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(ownerLeft('e1'));
    await judge('unverified');

    await clear(TEST);

    expect(await entryIn(TEST)).toMatchObject({ status: 'unverified' });
    expect(await agent('a-1')).toMatchObject({ status: 'suspended', role: { lockedAt: second(60) } });
    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ stopIds: [FIRST_STOP] });
    expect(world.store.takeWork()).toEqual([]);
  });

  it('adds its reason to those for which an agent is suspended', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(ownerLeft('e1'));
    await world.tell(agentCompromised('a-1'));
    await judge('verified');

    await clear(TEST);

    expect(await agent('a-1')).toMatchObject({ reasons: ['compromised', 'owner-left'] });
  });

  it('does nothing once it is cleared, or where it was never spread', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(ownerLeft('e1'));
    await judge('verified');
    await clearAll(TEST);

    expect(await clear(TEST)).toBe(0);
    expect(await clear(PRODUCTION)).toBe(0);
    expect(await clearStop({ stopId: stopId(99), environment: TEST }, world.ports)).toBe(0);

    expect(world.roles.log).toEqual(['lock a-1']);
  });

  it.each(['crash-before-write', 'crash-after-write'] as const)(
    'is completed after a %s at any commit',
    async (fault) => {
      for (const commits of [0, 1, 2]) {
        world = governanceWorld();
        await place(world, anActiveAgent('a-1'), anActiveAgent('a-2'));
        await world.tell(ownerLeft('e1'));
        await judge('verified');
        for (let before = 0; before < commits; before += 1) world.beforeNextCommit(async () => undefined);
        world.beforeNextCommit(async () => world.store.disturb(fault));

        await expect(clear(TEST)).rejects.toThrow();
        await clear(TEST);

        expect(await Promise.all(['a-1', 'a-2'].map(agent))).toMatchObject([
          { status: 'suspended', revision: 2 },
          { status: 'suspended', revision: 2 },
        ]);
        expect(await entryIn(TEST)).toMatchObject({ status: 'cleared' });
        expect(world.told()).toEqual(['Agent Suspended', 'Agent Suspended']);
      }
    },
  );
});

describe('a stop in three environments', () => {
  beforeEach(async () => {
    await place(
      world,
      anActiveAgent('a-1'),
      anActiveAgent('a-2', { environment: STAGING }),
      anActiveAgent('a-3', { environment: PRODUCTION }),
    );
    await world.tell(ownerLeft('e1'));
    await judge('verified');
  });

  it('stays on its owner until the last of them is cleared', async () => {
    const marks: unknown[] = [];
    for (const environment of [PRODUCTION, TEST, STAGING]) {
      await clear(environment);
      marks.push((await world.store.owner(ownerId('e1')))?.stopIds.length);
    }

    expect(marks).toEqual([1, 1, 0]);
    expect(await world.store.stop(FIRST_STOP)).toMatchObject({ clearedIn: [PRODUCTION, STAGING, TEST] });
  });

  it('is taken off its owner though all finish at once', async () => {
    await Promise.all([TEST, STAGING, PRODUCTION].map((environment) => clear(environment)));

    expect(await world.store.stop(FIRST_STOP)).toMatchObject({ clearedIn: [PRODUCTION, STAGING, TEST] });
    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ stopIds: [] });
  });

  it('is taken off its owner though that returns in between', async () => {
    await clear(TEST);
    await clear(STAGING);
    world.beforeNextCommit(async () => undefined);
    world.beforeNextCommit(() => world.tell(ownerReturned('e1')));

    await clear(PRODUCTION);

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'active', stopIds: [] });
  });
});
