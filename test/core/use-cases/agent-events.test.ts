import { beforeEach, describe, expect, it } from 'vitest';
import { agentId, leaseId, stopId } from '../../support/contract-suites/entities.ts';
import {
  anActiveAgent,
  type GovernanceWorld,
  governanceWorld,
  PRODUCTION,
  place,
  TEST,
} from './governance-world.ts';
import {
  agentCompromised,
  agentRegistered,
  agentRetired,
  ownerJoined,
  processDefined,
  second,
} from './told-events.ts';

let world: GovernanceWorld;

beforeEach(async () => {
  world = governanceWorld();
  world.clock.advance(60);
  await world.tell(ownerJoined('e1'));
  await world.tell(processDefined('support', ['coding-agent', 'billing-agent']));
});

const applied = { outcome: 'applied' } as const;

describe('Agent Registered', () => {
  it('makes an agent whose role is to be made', async () => {
    const event = agentRegistered('agent-one');

    expect(await world.tell(event)).toEqual(applied);

    expect(await world.store.agent(event.agentId)).toMatchObject({
      status: 'provisioning',
      registeredBy: 'event:acme.hr/registered-agent-one-5',
      registeredAt: second(60),
      revision: 1,
    });
    expect(world.store.takeWork()).toEqual([{ kind: 'provision-agent', agentId: 'agent-one' }]);
    expect(world.told()).toEqual([]);
    expect(world.store.auditOf('agent:agent-one')).toMatchObject([
      {
        action: 'register',
        outcome: 'accepted',
        causedBy: 'event:acme.hr/registered-agent-one-5',
        after: { status: 'provisioning', ownerId: 'e1', workload: event.workload },
      },
    ]);
  });

  it('makes one that waits for its owner where the environment wants that, without a role', async () => {
    await world.tell(agentRegistered('agent-one', { environment: PRODUCTION }));

    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ status: 'pending' });
    expect(world.store.takeWork()).toEqual([]);
    expect(world.told()).toEqual(['Agent Pending']);
  });

  it('changes nothing when the same registration comes under another event id, and says so', async () => {
    await world.tell(agentRegistered('agent-one'));
    world.store.takeWork();

    expect(await world.tell(agentRegistered('agent-one', { eventId: 'again' }))).toEqual(applied);

    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ revision: 1 });
    expect(world.store.takeWork()).toEqual([]);
    expect(world.store.auditOf('agent:agent-one').at(-1)).toMatchObject({
      action: 'register',
      after: { changed: false },
    });
  });

  it('binds a workload of a retired agent anew', async () => {
    const { workload } = agentRegistered('agent-one');
    await world.tell(agentRegistered('agent-one'));
    await world.tell(agentRetired('agent-one'));

    expect(await world.tell(agentRegistered('agent-two', { workload }))).toEqual(applied);
  });
});

describe('Agent Retired', () => {
  it('ends the agent for ever and raises a stop on it, to be denied in its environment', async () => {
    await place(world, anActiveAgent('agent-one'));

    await world.tell(agentRetired('agent-one'));

    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ status: 'retired', revision: 2 });
    expect(await world.store.stop(stopId(3))).toMatchObject({
      target: { kind: 'agent', agentId: 'agent-one' },
      consequence: { then: 'retire' },
      environments: [TEST],
      occurredAt: second(10),
      raisedAt: second(60),
    });
    expect(await world.store.entry(stopId(3), TEST)).toMatchObject({ status: 'raised' });
    expect(world.store.takeWork()).toEqual([{ kind: 'compile-stop-list', environment: TEST }]);
    expect(world.store.events).toMatchObject([
      { type: 'Agent Retired', detail: { agentId: 'agent-one', reason: 'replaced' } },
    ]);
    expect(world.actionsOf('agent:agent-one')).toEqual(['retire']);
  });

  it('stops nothing of an agent that waits for its owner: there is no session', async () => {
    await world.tell(agentRegistered('agent-one', { environment: PRODUCTION }));

    await world.tell(agentRetired('agent-one'));

    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ status: 'retired' });
    expect(world.store.takeWork()).toEqual([]);
    expect(await world.store.entriesInForce(PRODUCTION)).toEqual([]);
  });

  it('changes nothing of a retired agent', async () => {
    await world.tell(agentRegistered('agent-one', { environment: PRODUCTION }));
    await world.tell(agentRetired('agent-one'));
    const events = world.told();

    expect(await world.tell(agentRetired('agent-one', 11))).toEqual(applied);

    expect(world.told()).toEqual(events);
    expect(world.store.auditOf('agent:agent-one').at(-1)).toMatchObject({ after: { changed: false } });
  });
});

describe('Agent Compromised', () => {
  it('suspends the agent at once and raises a stop on it', async () => {
    await place(world, anActiveAgent('agent-one'));

    await world.tell(agentCompromised('agent-one'));

    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({
      status: 'suspended',
      reasons: ['compromised'],
    });
    expect(await world.store.entry(stopId(3), TEST)).toMatchObject({
      status: 'raised',
      target: { kind: 'agent', agentId: 'agent-one' },
    });
    expect(world.store.events).toMatchObject([
      { type: 'Agent Suspended', detail: { reasons: ['compromised'] } },
    ]);
    expect(world.store.takeWork()).toEqual([{ kind: 'compile-stop-list', environment: TEST }]);
  });

  it('stops one lease alone where it names one: the agent goes on', async () => {
    await place(world, anActiveAgent('agent-one'));

    await world.tell(agentCompromised('agent-one', { leaseId: leaseId(9) }));

    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ status: 'active', revision: 1 });
    expect(await world.store.entry(stopId(3), TEST)).toMatchObject({
      target: { kind: 'lease', agentId: 'agent-one', leaseId: leaseId(9) },
    });
    expect(world.told()).toEqual([]);
    expect(world.store.auditOf('agent:agent-one')).toMatchObject([
      { action: 'revoke', after: { leaseId: leaseId(9), stopId: stopId(3) } },
    ]);
  });

  it('raises another stop on one that is suspended for it already, and tells nothing twice', async () => {
    await place(world, anActiveAgent('agent-one'));
    await world.tell(agentCompromised('agent-one'));

    await world.tell(agentCompromised('agent-one', { eventId: 'second report' }));

    expect(await world.store.entriesInForce(TEST)).toHaveLength(2);
    expect(world.told()).toEqual(['Agent Suspended']);
    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ revision: 2 });
  });

  it('changes nothing of a retired agent', async () => {
    await world.tell(agentRegistered('agent-one', { environment: PRODUCTION }));
    await world.tell(agentRetired('agent-one'));

    expect(await world.tell(agentCompromised('agent-one'))).toEqual(applied);

    expect(await world.store.entriesInForce(PRODUCTION)).toEqual([]);
    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ status: 'retired' });
  });
});
