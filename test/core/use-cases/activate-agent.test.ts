import { beforeEach, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../lambdas/core/events/inbound-event.ts';
import { activateAgent, RoleNotWorkingError } from '../../../lambdas/core/use-cases/activate-agent.ts';
import { agentId, ownerId } from '../../support/contract-suites/entities.ts';
import { ALLOWED, DENIED, UNAVAILABLE } from '../../support/fakes/scripted-probe.ts';
import { CATALOG, registration } from '../agents/registrations.ts';
import { type GovernanceWorld, governanceWorld, ROLE, TEST } from './governance-world.ts';
import {
  agentCompromised,
  agentRegistered,
  agentRetired,
  ownerJoined,
  ownerLeft,
  ownerReturned,
  processDefined,
  processRetired,
  second,
} from './told-events.ts';

const AGENT = agentId('agent-one');

let world: GovernanceWorld;
const agent = () => world.store.agent(AGENT);
const activate = () => activateAgent(AGENT, world.ports);

beforeEach(async () => {
  world = governanceWorld();
  world.clock.advance(60);
  await world.tell(ownerJoined('e1'));
  await world.tell(processDefined('support', ['coding-agent']));
  await world.tell(agentRegistered('agent-one', { expiresAt: second(7200) }));
  for (const order of world.store.takeWork()) await world.carryOut(order);
  world.store.takeWork();
});

describe('activating an agent', () => {
  it('puts it into service once a session of its role works', async () => {
    world.probe.answer(AGENT, UNAVAILABLE, DENIED, ALLOWED);

    await activate();

    expect(await agent()).toMatchObject({ status: 'active', since: second(60.25), revision: 3 });
    expect(world.probe.requests).toHaveLength(3);
    expect(world.probe.requests[0]).toMatchObject({
      environment: TEST,
      request: {
        roleArn: ROLE.arn,
        region: 'eu-central-1',
        agentId: AGENT,
        durationSeconds: 900,
        tags: { 'mandate:agent': 'agent-one', 'mandate:owner': 'e1', 'mandate:process': 'support@0' },
      },
    });
    expect(world.store.events).toMatchObject([
      {
        type: 'Agent Activated',
        causedBy: 'event:acme.hr/registered-agent-one-5',
        detail: { agentId: AGENT, ownerId: 'e1', roleArn: ROLE.arn },
      },
    ]);
    expect(world.store.auditOf('agent:agent-one').at(-1)).toMatchObject({
      action: 'activate',
      before: { status: 'provisioning' },
      after: { status: 'active' },
    });
  });

  it.each([DENIED, UNAVAILABLE])(
    'never does so before a session works: it was $outcome for forty seconds',
    async (result) => {
      world.probe.answer(AGENT, ...Array.from({ length: 50 }, () => result));

      await expect(activate()).rejects.toThrow(RoleNotWorkingError);

      expect(await agent()).toMatchObject({ status: 'provisioning', revision: 2 });
      expect(world.told()).toEqual([]);
    },
  );

  it('does so when it comes again', async () => {
    world.probe.answer(AGENT, ...Array.from({ length: 18 }, () => UNAVAILABLE));
    await activate().catch(() => undefined);

    await activate();

    expect(await agent()).toMatchObject({ status: 'active' });
  });

  it('does nothing for an agent that works already', async () => {
    await activate();
    await activate();

    expect(world.probe.requests).toHaveLength(1);
    expect(world.told()).toEqual(['Agent Activated']);
  });

  it('does nothing for an agent without a role, or that is not known', async () => {
    const other = registration({
      agentId: agentId('agent-two'),
      workload: { awsPrincipalArn: 'arn:aws:iam::111122223333:role/x' },
    });
    await world.tell(other);

    await activateAgent(agentId('agent-two'), world.ports);
    await activateAgent(agentId('nobody'), world.ports);

    expect(world.probe.requests).toEqual([]);
    expect(await world.store.agent(agentId('agent-two'))).toMatchObject({ status: 'provisioning' });
  });

  it('cannot try a role in an environment that was taken out of the deployment', async () => {
    const catalog = { ...CATALOG, environments: new Map() };

    await expect(activateAgent(AGENT, { ...world.ports, catalog })).rejects.toThrow(RoleNotWorkingError);
  });

  it.each(['crash-before-write', 'crash-after-write'] as const)(
    'is done once though it died in a %s',
    async (fault) => {
      world.store.disturb(fault);

      await expect(activate()).rejects.toThrow();
      await activate();

      expect(await agent()).toMatchObject({ status: 'active', revision: 3 });
      expect(world.told()).toEqual(['Agent Activated']);
    },
  );
});

describe('an agent whose standing changes before it works', () => {
  const CHANGES: readonly [string, InboundEvent][] = [
    ['owner-left', ownerLeft('e1')],
    ['process-retired', processRetired('support')],
    ['process-changed', processDefined('support', [], 10)],
  ];

  it.each(CHANGES)('is suspended instead: %s, told before it is tried', async (reason, event) => {
    await world.tell(event);

    await activate();

    expect(await agent()).toMatchObject({ status: 'suspended', reasons: [reason], role: ROLE });
    expect(world.store.events).toMatchObject([{ type: 'Agent Suspended', detail: { reasons: [reason] } }]);
    expect(world.store.auditOf('agent:agent-one').at(-1)).toMatchObject({
      action: 'suspend',
      after: { status: 'suspended', reasons: [reason] },
    });
  });

  it.each(CHANGES)('is suspended instead: %s, told after it was decided', async (reason, event) => {
    world.beforeNextCommit(() => world.tell(event));

    await activate();

    expect(await agent()).toMatchObject({ status: 'suspended', reasons: [reason] });
    expect(world.told()).toEqual(['Agent Suspended']);
  });

  it('is suspended instead if it ends meanwhile', async () => {
    world.clock.advance(7200);

    await activate();

    expect(await agent()).toMatchObject({ status: 'suspended', reasons: ['expired'] });
  });

  it('is suspended for every reason at once', async () => {
    await world.tell(ownerLeft('e1'));
    await world.tell(processRetired('support'));
    world.clock.advance(7200);

    await activate();

    expect(await agent()).toMatchObject({ reasons: ['expired', 'owner-left', 'process-retired'] });
  });

  it('stays suspended or retired if that happens while it is tried', async () => {
    world.beforeNextCommit(() => world.tell(agentCompromised('agent-one')));
    await activate();
    expect(await agent()).toMatchObject({ status: 'suspended', reasons: ['compromised'] });

    await world.tell(agentRetired('agent-one'));
    await activate();

    expect(await agent()).toMatchObject({ status: 'retired' });
    expect(world.told()).not.toContain('Agent Activated');
  });

  it('works if the owner left and returned before it was tried, until the stop reaches it', async () => {
    await world.tell(ownerLeft('e1', 10));
    await world.tell(ownerReturned('e1', 20));

    await activate();
    expect(await agent()).toMatchObject({ status: 'active' });
    expect((await world.store.owner(ownerId('e1')))?.stopIds).toHaveLength(1);
    world.probe.answer(AGENT, DENIED);
    await world.work();

    expect(await agent()).toMatchObject({ status: 'suspended', reasons: ['owner-left'] });
    expect(world.roles.roleOf(AGENT, TEST)).toMatchObject({ locked: true });
    expect((await world.store.owner(ownerId('e1')))?.stopIds).toEqual([]);
  });
});
