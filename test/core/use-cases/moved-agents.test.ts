import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import { plusSeconds, startOfSecond } from '../../../lambdas/core/kernel/instant.ts';
import { activateAgent } from '../../../lambdas/core/use-cases/activate-agent.ts';
import { clearStop } from '../../../lambdas/core/use-cases/clear-stop.ts';
import { provisionAgent } from '../../../lambdas/core/use-cases/provision-agent.ts';
import { agentId, ownerId, processId, stopId } from '../../support/contract-suites/entities.ts';
import { DENIED } from '../../support/fakes/scripted-probe.ts';
import { profileName } from '../agents/registrations.ts';
import { type GovernanceWorld, governanceWorld, judgeAs, TEST } from './governance-world.ts';
import {
  agentCompromised,
  agentRegistered,
  agentUpdated,
  ownerJoined,
  ownerLeft,
  ownerReturned,
  ownershipTransferred,
  processDefined,
  processRetired,
} from './told-events.ts';

const AGENT = agentId('agent-one');
const OTHER_PROFILE = { profile: profileName('billing-agent') };

let world: GovernanceWorld;
const agent = () => world.store.agent(AGENT);
const role = () => world.roles.roleOf(AGENT, TEST);
const provision = () => provisionAgent(AGENT, world.ports);
const activate = () => activateAgent(AGENT, world.ports);

/** Lets the stops that were raised be carried out: probes see sessions denied. */
const carryOutStops = async (): Promise<void> => {
  world.probe.answer(AGENT, DENIED);
  await world.work();
};

beforeEach(async () => {
  world = governanceWorld();
  world.clock.advance(60);
  await world.tell(ownerJoined('e1'));
  await world.tell(ownerJoined('e2'));
  for (const id of ['support', 'sales']) {
    await world.tell(processDefined(id, ['coding-agent', 'billing-agent']));
  }
  await world.tell(agentRegistered('agent-one'));
  await world.work();
});

describe('an agent that comes back', () => {
  it('1. is stopped, 2. is transferred, 3. is not tried before its role is written anew, 4. works', async () => {
    await world.tell(ownerLeft('e1'));
    await carryOutStops();
    expect(role()).toMatchObject({ locked: true });
    world.clock.advance(600);

    await world.tell(ownershipTransferred('agent-one', 'e2', 20));
    expect(await agent()).toMatchObject({ status: 'provisioning', role: { outdated: true } });

    const probes = world.probe.requests.length;
    await activate();
    expect(world.probe.requests).toHaveLength(probes);
    expect(await agent()).toMatchObject({ status: 'provisioning' });

    await world.work();
    expect(await agent()).toMatchObject({ status: 'active', ownerId: 'e2' });
    expect((await agent())?.role).not.toHaveProperty('outdated');
    expect(role()).toMatchObject({
      locked: false,
      sessionsFrom: plusSeconds(startOfSecond(world.clock.now()), 1),
    });
  });

  it('is not put into service by an order from before, though the role of before still works', async () => {
    await world.tell(agentUpdated('agent-one', { processId: processId('sales') }));

    await activate();

    expect(await agent()).toMatchObject({ status: 'provisioning' });
  });

  it('is not put into service if it is moved again while it is tried', async () => {
    await world.tell(agentUpdated('agent-one', OTHER_PROFILE, 10));
    await provision();
    await activate();
    await world.tell(agentUpdated('agent-one', { processId: processId('sales') }, 20));
    await provision();
    const before = await agent();
    world.beforeNextCommit(async () => {
      if (before?.status !== 'provisioning' || before.role === undefined) throw new Error('it is not tried');
      const next: Agent = {
        ...before,
        role: { ...before.role, outdated: true },
        revision: before.revision + 1,
      };
      world.store.seed({ entity: 'agent', next });
    });

    await activate();

    expect(await agent()).toMatchObject({ status: 'provisioning' });
  });
});

describe('a role that is written late', () => {
  it('is written again for what the agent is by then', async () => {
    await world.tell(agentUpdated('agent-one', OTHER_PROFILE, 10));
    world.beforeNextCommit(() =>
      world.tell(agentUpdated('agent-one', { profile: profileName('coding-agent') }, 20)),
    );

    await provision();

    expect(role()?.tags['mandate:profile']).toBe('coding-agent');
    expect((await agent())?.role).toMatchObject({ profileDigest: 'c'.repeat(64) });
  });

  /** What a run writes that read the agent before everything else happened. */
  const writeLate = async (): Promise<void> => {
    const found = role();
    if (found?.permissions === undefined) throw new Error('there is no role');
    const { permissions, trust: emptyStopList } = found;
    await world.roles.ensureRole({ ...found, permissions, emptyStopList, sessionsFrom: world.clock.now() });
  };

  it.each(['waits for it', 'works already'])(
    'is locked if the agent was stopped by then, though that stop had locked it already: it %s',
    async (state) => {
      await world.tell(agentUpdated('agent-one', OTHER_PROFILE, 10));
      await world.work();
      if (state === 'waits for it') {
        await world.tell(agentUpdated('agent-one', { processId: processId('sales') }, 20));
      }
      world.beforeNextCommit(async () => {
        await world.work();
        await world.tell(agentCompromised('agent-one'));
        await carryOutStops();
        await writeLate();
      });

      await provision();

      expect(await agent()).toMatchObject({ status: 'suspended', reasons: ['compromised'] });
      expect(role()).toMatchObject({ locked: true });
    },
  );

  it.each(['suspended', 'active'] as const)(
    'is mended when the order comes again, if the agent is %s',
    async (status) => {
      await world.tell(agentUpdated('agent-one', OTHER_PROFILE, 10));
      await world.work();
      if (status === 'suspended') {
        await world.tell(agentCompromised('agent-one'));
        await carryOutStops();
      }
      const right = role();
      if (right?.permissions === undefined) throw new Error('there is no role');
      await world.roles.ensureRole({
        ...right,
        permissions: right.permissions,
        tags: { 'mandate:profile': 'coding-agent' },
        sessionsFrom: plusSeconds(world.clock.now(), -3600),
        emptyStopList: right.trust,
      });
      expect(role()).not.toEqual(right);
      const noted = await agent();

      await provision();

      expect(role()).toMatchObject(
        status === 'suspended'
          ? { locked: true }
          : { locked: false, tags: right.tags, sessionsFrom: right.sessionsFrom },
      );
      expect(await agent()).toEqual(noted);
    },
  );
});

describe('an agent of an owner who leaves', () => {
  it('cannot be transferred away from the stop that is to find it', async () => {
    await world.tell(ownerLeft('e1', 10));

    expect(await world.tell(ownershipTransferred('agent-one', 'e2', 20), true)).toMatchObject({
      outcome: 'waiting',
      reasons: [{ code: 'stop-not-cleared' }],
    });
  });

  it('cannot be transferred away from it though the owner is back', async () => {
    await world.tell(ownerLeft('e1', 10));
    await world.tell(ownerReturned('e1', 15));

    expect(await world.tell(ownershipTransferred('agent-one', 'e2', 20), true)).toMatchObject({
      outcome: 'waiting',
      reasons: [{ code: 'stop-not-cleared' }],
    });
  });

  it('cannot be transferred away from it though that was decided before the owner left', async () => {
    world.beforeNextCommit(() => world.tell(ownerLeft('e1', 10)));

    expect(await world.tell(ownershipTransferred('agent-one', 'e2', 20), true)).toMatchObject({
      outcome: 'waiting',
      reasons: [{ code: 'stop-not-cleared' }],
    });
    expect(await agent()).toMatchObject({ ownerId: 'e1' });
  });

  it('can be transferred once it is stopped', async () => {
    await world.tell(ownerLeft('e1', 10));
    await carryOutStops();

    expect(await world.tell(ownershipTransferred('agent-one', 'e2', 20), true)).toEqual({
      outcome: 'applied',
    });
  });
});

describe('an agent of a process that narrows', () => {
  it.each([
    ['to another process', { processId: processId('sales') }],
    ['to another profile', OTHER_PROFILE],
  ])('cannot be moved %s, away from the stop that is to find it', async (_, facts) => {
    await world.tell(processDefined('support', ['billing-agent'], 10));

    expect(await world.tell(agentUpdated('agent-one', facts, 20), true)).toMatchObject({
      outcome: 'waiting',
      reasons: [{ code: 'stop-not-cleared' }],
    });
  });

  it('cannot be moved away from it though that was decided before', async () => {
    world.beforeNextCommit(() => world.tell(processRetired('support', 10)));

    const moved = await world.tell(agentUpdated('agent-one', { processId: processId('sales') }, 20), true);

    expect(moved).toMatchObject({ outcome: 'waiting', reasons: [{ code: 'stop-not-cleared' }] });
    expect(await agent()).toMatchObject({ processId: 'support' });
  });

  it('can be moved if the stop is not on its profile', async () => {
    await world.tell(processDefined('support', ['coding-agent'], 10));

    expect(await world.tell(agentUpdated('agent-one', { processId: processId('sales') }, 20), true)).toEqual({
      outcome: 'applied',
    });
  });

  it('can be described anew meanwhile', async () => {
    await world.tell(processDefined('support', ['billing-agent'], 10));

    expect(await world.tell(agentUpdated('agent-one', { displayName: 'One' }, 20), true)).toEqual({
      outcome: 'applied',
    });
  });
});

describe('clearing a stop late', () => {
  // ids are given to events, and to the session that tried the agent
  const STOP = stopId(7);
  const clear = () => clearStop({ stopId: STOP, environment: TEST }, world.ports);

  beforeEach(async () => {
    await world.tell(ownerLeft('e1', 10));
    await judgeAs(world, 'verified', STOP);
    world.clock.advance(600);
  });

  it('leaves an agent alone that was moved from under the stop, and has its role put right', async () => {
    world.beforeNextCommit(async () => {
      await clear();
      await world.tell(ownershipTransferred('agent-one', 'e2', 20));
      await world.work();
      await world.roles.lockRole(AGENT, TEST);
    });

    await clear();
    expect(await agent()).toMatchObject({ status: 'active', ownerId: 'e2' });
    expect(world.store.work).toContainEqual({ kind: 'provision-agent', agentId: AGENT });
    await world.work();

    expect(role()).toMatchObject({ locked: false });
  });

  it('leaves an agent alone that is on its way back under another owner', async () => {
    world.beforeNextCommit(async () => {
      await clear();
      await world.tell(ownershipTransferred('agent-one', 'e2', 20));
    });

    await clear();
    expect(await agent()).toMatchObject({ status: 'provisioning', ownerId: 'e2' });
    await world.work();

    expect(await agent()).toMatchObject({ status: 'active', ownerId: 'e2' });
    expect(role()).toMatchObject({ locked: false });
  });

  it('leaves an agent alone that came back under the same owner since', async () => {
    const entry = await world.store.entry(STOP, TEST);
    await clear();
    await world.tell(ownershipTransferred('agent-one', 'e2', 20));
    await world.work();
    await world.tell(ownerReturned('e1', 30));
    await world.tell(ownershipTransferred('agent-one', 'e1', 40));
    await world.work();
    expect(await agent()).toMatchObject({ status: 'active', ownerId: 'e1' });
    if (entry !== undefined) world.store.seed({ entity: 'stop-entry', next: entry });

    await clear();

    expect(await agent()).toMatchObject({ status: 'active', ownerId: ownerId('e1') });
  });

  it('ends an agent that came back before the stop was raised', async () => {
    await clear();
    await world.tell(ownershipTransferred('agent-one', 'e2', 20));
    await world.work();
    await world.tell(ownerLeft('e2', 30));

    await carryOutStops();

    expect(await agent()).toMatchObject({ status: 'suspended', reasons: ['owner-left'] });
    expect(role()).toMatchObject({ locked: true });
  });
});
