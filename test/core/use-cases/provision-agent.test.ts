import { beforeEach, describe, expect, it } from 'vitest';
import { ForeignRoleError } from '../../../lambdas/core/agents/foreign-role-error.ts';
import { specifyRole } from '../../../lambdas/core/agents/role-specification.ts';
import { clearStop } from '../../../lambdas/core/use-cases/clear-stop.ts';
import { PlanMissingError, provisionAgent } from '../../../lambdas/core/use-cases/provision-agent.ts';
import { agentId, stopId } from '../../support/contract-suites/entities.ts';
import type { RoleStep } from '../../support/fakes/in-memory-roles.ts';
import { CALLERS } from '../../support/role-specification.ts';
import { CATALOG, profileName } from '../agents/registrations.ts';
import { type GovernanceWorld, governanceWorld, judgeAs, ROLE, TEST } from './governance-world.ts';
import {
  agentCompromised,
  agentRegistered,
  agentRetired,
  ownerJoined,
  processDefined,
  second,
} from './told-events.ts';

const AGENT = agentId('agent-one');
/** The third event told raises it. */
const STOP = stopId(4);

let world: GovernanceWorld;
const agent = () => world.store.agent(AGENT);
const role = () => world.roles.roleOf(AGENT, TEST);
const provision = () => provisionAgent(AGENT, world.ports);

beforeEach(async () => {
  world = governanceWorld();
  world.clock.advance(60);
  await world.tell(ownerJoined('e1'));
  await world.tell(processDefined('support', ['coding-agent']));
  await world.tell(agentRegistered('agent-one'));
  world.store.takeWork();
});

describe('provisioning an agent', () => {
  it('makes its role as specified, notes it, and orders that it be tried', async () => {
    await provision();

    const registered = await agent();
    const environment = CATALOG.environments.get(TEST);
    const profile = CATALOG.profiles.get(profileName('coding-agent'));
    if (registered === undefined || environment === undefined || profile === undefined)
      throw new Error('gone');
    const { emptyStopList, ...specified } = specifyRole(registered, {
      environment,
      profile,
      callers: CALLERS,
    });
    expect(registered).toMatchObject({ status: 'provisioning', role: ROLE, revision: 2 });
    expect(role()).toEqual({ ...specified, arn: ROLE.arn, stopListAttached: true, locked: false });
    expect(world.stopLists.documentOf(TEST)).toEqual(emptyStopList);
    expect(world.store.takeWork()).toEqual([{ kind: 'activate-agent', agentId: AGENT }]);
    expect(world.actionsOf('agent:agent-one')).toEqual(['register', 'provision']);
    expect(world.told()).toEqual([]);
  });

  it('does no harm the second time', async () => {
    await provision();
    await provision();

    expect(world.roles.all()).toHaveLength(1);
    expect(await agent()).toMatchObject({ status: 'provisioning', role: ROLE });
  });

  it('does nothing for an agent that is not known', async () => {
    await provisionAgent(agentId('nobody'), world.ports);

    expect(world.roles.log).toEqual([]);
  });

  it('does nothing for an agent that works already', async () => {
    await provision();
    await world.work();
    world.roles.log.length = 0;
    expect(await agent()).toMatchObject({ status: 'active', revision: 3 });

    await provision();

    expect(world.roles.log).toEqual([]);
    expect(await agent()).toMatchObject({ revision: 3 });
  });

  it.each<RoleStep>(['create', 'attach', 'permit'])('is completed after IAM failed to %s', async (step) => {
    world.roles.failNext(step, new Error('IAM is throttling'));

    await expect(provision()).rejects.toThrow('IAM is throttling');
    expect((await agent())?.role).toBeUndefined();
    expect(role()?.permissions !== undefined && !role()?.stopListAttached).toBe(false);
    await provision();

    expect(role()).toMatchObject({ stopListAttached: true, permissions: expect.anything() });
    expect((await agent())?.role).toEqual(ROLE);
  });

  it.each(['crash-before-write', 'crash-after-write'] as const)('is completed after a %s', async (fault) => {
    world.store.disturb(fault);

    await expect(provision()).rejects.toThrow();
    await provision();

    expect((await agent())?.role).toEqual(ROLE);
    expect(world.roles.all()).toHaveLength(1);
    expect(world.store.takeWork().length).toBeGreaterThan(0);
  });

  it('never takes over a role that is somebody else’s', async () => {
    world.roles.plantForeign(AGENT, TEST);

    await expect(provision()).rejects.toThrow(ForeignRoleError);

    expect(role()).toMatchObject({ foreign: true });
    expect((await agent())?.role).toBeUndefined();
    expect(world.store.takeWork()).toEqual([]);
  });

  it.each([
    ['profile', { profiles: new Map() }],
    ['environment', { environments: new Map() }],
  ])('says so if a deployment took its %s away, and is done once that is back', async (_, without) => {
    const catalog = { ...CATALOG, ...without };

    await expect(provisionAgent(AGENT, { ...world.ports, catalog })).rejects.toThrow(PlanMissingError);
    expect(world.roles.log).toEqual([]);
    await provision();

    expect((await agent())?.role).toEqual(ROLE);
  });
});

describe('an agent stopped while its role is made', () => {
  it('gets a role that is locked', async () => {
    world.beforeNextCommit(() => world.tell(agentCompromised('agent-one')));

    await provision();

    expect(role()).toMatchObject({ locked: true });
    expect(await agent()).toMatchObject({
      status: 'suspended',
      reasons: ['compromised'],
      role: { ...ROLE, lockedAt: second(60.02) },
    });
    expect(world.store.work.some(({ kind }) => kind === 'activate-agent')).toBe(false);
    expect(world.actionsOf('agent:agent-one')).toEqual(['register', 'suspend', 'lock']);
  });

  it('gets a locked role though its stop was cleared before there was one', async () => {
    world.beforeNextCommit(async () => {
      await world.tell(agentCompromised('agent-one'));
      await world.work();
    });

    await provision();

    expect(role()).toMatchObject({ locked: true });
    expect(await agent()).toMatchObject({ status: 'suspended', role: { lockedAt: expect.any(String) } });
    expect(await world.store.entry(STOP, TEST)).toMatchObject({ status: 'cleared' });
  });

  it('1. is cut off before its role is noted, 2. is stopped, 3. has the role locked when the order comes again', async () => {
    world.store.disturb('crash-before-write');
    await expect(provision()).rejects.toThrow();
    await world.tell(agentCompromised('agent-one'));
    expect(role()).toMatchObject({ locked: false });

    await provision();

    expect(role()).toMatchObject({ locked: true });
    expect(await agent()).toMatchObject({ status: 'suspended', reasons: ['compromised'] });
  });

  it('is not noted twice', async () => {
    world.beforeNextCommit(() => world.tell(agentCompromised('agent-one')));
    await provision();
    const noted = await agent();

    await provision();

    expect(await agent()).toEqual(noted);
    expect(world.actionsOf('agent:agent-one')).toEqual(['register', 'suspend', 'lock']);
  });
});

describe('an agent retired while its role is made', () => {
  it('has no role in the end', async () => {
    world.beforeNextCommit(() => world.tell(agentRetired('agent-one')));

    await provision();

    expect(world.roles.all()).toEqual([]);
    expect(await agent()).toMatchObject({ status: 'retired' });
    expect((await agent())?.role).toBeUndefined();
    expect(world.store.work.some(({ kind }) => kind === 'activate-agent')).toBe(false);
  });

  it('1. is cut off before its role is noted, 2. is retired and cleared meanwhile, 3. has no role when the order comes again', async () => {
    world.beforeNextCommit(async () => {
      await world.tell(agentRetired('agent-one'));
      await judgeAs(world, 'verified', STOP);
      await clearStop({ stopId: STOP, environment: TEST }, world.ports);
      // the clearing came before the role: put it back as if it were made only now
      await world.roles.ensureRole({
        agentId: AGENT,
        environment: TEST,
        trust: EMPTY,
        permissions: EMPTY,
        tags: {},
        description: '',
        emptyStopList: EMPTY,
      });
      throw new Error('cut off');
    });
    await expect(provision()).rejects.toThrow('cut off');
    expect(world.roles.all()).toHaveLength(1);

    await provision();

    expect(world.roles.all()).toEqual([]);
  });
});

const EMPTY = { Version: '2012-10-17', Statement: [] } as const;
