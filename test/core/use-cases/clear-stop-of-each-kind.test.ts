import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import type { EnvironmentName, StopId } from '../../../lambdas/core/kernel/identifiers.ts';
import { clearStop } from '../../../lambdas/core/use-cases/clear-stop.ts';
import { agentId, leaseId, processId, stopId } from '../../support/contract-suites/entities.ts';
import { profileName } from '../agents/registrations.ts';
import {
  anActiveAgent,
  FIRST_STOP,
  type GovernanceWorld,
  governanceWorld,
  judgeAs,
  place,
  TEST,
} from './governance-world.ts';
import { agentCompromised, agentRetired, ownerLeft, processDefined, processRetired } from './told-events.ts';

let world: GovernanceWorld;

beforeEach(() => {
  world = governanceWorld({ pageSize: 3 });
  world.clock.advance(60);
});

const agent = (id: string) => world.store.agent(agentId(id));
const entryIn = (environment: EnvironmentName, id: StopId = FIRST_STOP) => world.store.entry(id, environment);
const clear = (environment: EnvironmentName, cursor?: string) =>
  clearStop({ stopId: FIRST_STOP, environment, cursor }, world.ports);

const judge = (status: 'verified' | 'unverified', id?: StopId) => judgeAs(world, status, id);

const many = (count: number, facts: Partial<Omit<Agent, 'status'>> = {}) =>
  Array.from({ length: count }, (_, index) => {
    const { role: _role, ...rest } = facts;
    return anActiveAgent(`a-${index}`, rest);
  });

describe('clearing the stop of a process', () => {
  it('suspends the agents of the withdrawn profiles alone', async () => {
    await world.tell(processDefined('support', ['coding-agent', 'billing-agent']));
    await place(world, anActiveAgent('a-1', { profile: profileName('billing-agent') }), anActiveAgent('a-2'));
    await world.tell(processDefined('support', ['billing-agent'], 10));
    await judge('verified', stopId(2));

    await clearStop({ stopId: stopId(2), environment: TEST }, world.ports);

    expect(await agent('a-1')).toMatchObject({ status: 'active', revision: 1 });
    expect(await agent('a-2')).toMatchObject({ status: 'suspended', reasons: ['process-changed'] });
    expect(await world.store.process(processId('support'))).toMatchObject({ stops: [] });
  });

  it('suspends all agents of one that is retired', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(processRetired('support'));
    await judge('verified');

    await clear(TEST);

    expect(await agent('a-1')).toMatchObject({ status: 'suspended', reasons: ['process-retired'] });
    expect(await world.store.process(processId('support'))).toMatchObject({ status: 'retired', stops: [] });
  });
});

describe('clearing the stop of a retired agent', () => {
  beforeEach(async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(agentRetired('a-1'));
    await judge('verified');
  });

  it('removes its role', async () => {
    await clear(TEST);

    expect(world.roles.all()).toEqual([]);
    expect(await agent('a-1')).toMatchObject({ status: 'retired', revision: 3 });
    expect((await agent('a-1'))?.role).toBeUndefined();
    expect(world.actionsOf('agent:a-1')).toEqual(['retire', 'delete-role', 'clear']);
    expect(await entryIn(TEST)).toMatchObject({ status: 'cleared' });
  });

  it('stays to be done while the role cannot be removed', async () => {
    world.roles.failNext('delete', new Error('the role is in use'));

    await expect(clear(TEST)).rejects.toThrow('the role is in use');
    expect(await entryIn(TEST)).toMatchObject({ status: 'verified' });
    await clear(TEST);

    expect(world.roles.all()).toEqual([]);
  });

  it('removes a role that nobody has noted yet', async () => {
    const noted = await agent('a-1');
    if (noted?.status !== 'retired') throw new Error('it is not retired');
    const { role: _, ...unnoted } = noted;
    world.store.seed({ entity: 'agent', next: unnoted });

    await clear(TEST);

    expect(world.roles.all()).toEqual([]);
    expect(world.actionsOf('agent:a-1')).toEqual(['retire', 'clear']);
  });
});

describe('clearing the stop of a lease', () => {
  it('does nothing: locking the role would end the agent’s other leases too', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(agentCompromised('a-1', { leaseId: leaseId(9) }));
    await judge('verified');

    expect(await clear(TEST)).toBe(0);

    expect(world.roles.log).toEqual([]);
    expect(await agent('a-1')).toMatchObject({ status: 'active' });
    expect(await entryIn(TEST)).toMatchObject({ status: 'verified' });
  });
});

describe('a stop for which the list had no room', () => {
  it('is said to be denied once each covered role is locked, and not before', async () => {
    await place(world, ...many(4));
    await world.tell(ownerLeft('e1'));
    for (const order of world.store.takeWork()) await world.carryOut(order);
    world.store.takeWork();

    await clear(TEST);
    expect([await entryIn(TEST), world.told().includes('Access Stopped')]).toMatchObject([
      { status: 'raised' },
      false,
    ]);
    await clear(TEST, 'a-2');

    expect(await entryIn(TEST)).toMatchObject({ status: 'denied', lockedEach: true });
    expect(world.roles.all().every(({ locked }) => locked)).toBe(true);
    expect(world.told().at(-1)).toBe('Access Stopped');
    expect(world.store.takeWork().at(-1)).toEqual({
      kind: 'verify-stop',
      stopId: FIRST_STOP,
      environment: TEST,
    });
  });
});
