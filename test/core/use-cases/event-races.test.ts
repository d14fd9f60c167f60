import { beforeEach, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../lambdas/core/events/inbound-event.ts';
import { agentId, ownerId } from '../../support/contract-suites/entities.ts';
import { anActiveAgent, type GovernanceWorld, governanceWorld, place } from './governance-world.ts';
import {
  agentCompromised,
  agentRegistered,
  agentRetired,
  ownerJoined,
  ownerLeft,
  ownerReturned,
  processDefined,
  processRetired,
} from './told-events.ts';

let world: GovernanceWorld;

beforeEach(async () => {
  world = governanceWorld();
  world.clock.advance(60);
  await world.tell(ownerJoined('e1'));
  await world.tell(processDefined('support', ['coding-agent']));
});

describe('a registration that has been decided', () => {
  it.each([
    ['owner-left', ownerLeft('e1')],
    ['process-retired', processRetired('support')],
    ['profile-not-allowed-by-process', processDefined('support', [], 10)],
    [
      'agent-exists',
      agentRegistered('agent-one', {
        eventId: 'other',
        ownerId: ownerId('e1'),
        workload: { issuer: 'https://issuer.example', subject: 'other' },
      }),
    ],
    ['workload-taken', agentRegistered('agent-two', { workload: agentRegistered('agent-one').workload })],
  ])('is refused as %s if that is told before it is committed', async (code, meanwhile: InboundEvent) => {
    world.beforeNextCommit(() => world.tell(meanwhile));

    const told = await world.tell(agentRegistered('agent-one'));

    expect(told).toMatchObject({ outcome: 'rejected' });
    expect('reasons' in told ? told.reasons.map((reason) => reason.code) : []).toEqual([code]);
    expect(world.store.work.some(({ kind }) => kind === 'provision-agent')).toBe(
      code.endsWith('exists') || code.endsWith('taken'),
    );
  });

  it('goes through if what is told before it is committed does not concern it', async () => {
    world.beforeNextCommit(() => world.tell(ownerReturned('e1')));

    expect(await world.tell(agentRegistered('agent-one'))).toMatchObject({ outcome: 'applied' });

    expect(world.actionsOf('agent:agent-one')).toEqual(['register']);
  });

  it('is committed once though the same delivery overtook it', async () => {
    world.beforeNextCommit(() => world.tell(agentRegistered('agent-one')));

    expect(await world.tell(agentRegistered('agent-one'))).toEqual({ outcome: 'duplicate' });

    expect(world.actionsOf('agent:agent-one')).toEqual(['register']);
  });
});

describe('a leaving that has been decided', () => {
  it('raises no stop if the owner returned later and that is told before it is committed', async () => {
    world.beforeNextCommit(() => world.tell(ownerReturned('e1', 20)));

    expect(await world.tell(ownerLeft('e1', 10))).toEqual({ outcome: 'applied' });

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'active', stopIds: [] });
    expect(world.store.takeWork()).toEqual([]);
  });

  it('raises one stop though two leavings meet', async () => {
    world.beforeNextCommit(() => world.tell(ownerLeft('e1', 11)));

    await world.tell(ownerLeft('e1', 12));

    expect((await world.store.owner(ownerId('e1')))?.stopIds).toHaveLength(1);
    expect(world.store.takeWork()).toHaveLength(1);
  });
});

describe('two ends of an agent that meet', () => {
  it('leave it retired, whichever came first', async () => {
    await place(world, anActiveAgent('agent-one'), anActiveAgent('agent-two'));

    world.beforeNextCommit(() => world.tell(agentRetired('agent-one')));
    await world.tell(agentCompromised('agent-one'));
    world.beforeNextCommit(() => world.tell(agentCompromised('agent-two')));
    await world.tell(agentRetired('agent-two'));

    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ status: 'retired' });
    expect(await world.store.agent(agentId('agent-two'))).toMatchObject({ status: 'retired' });
    expect(world.actionsOf('agent:agent-two')).toEqual(['suspend', 'retire']);
  });
});
