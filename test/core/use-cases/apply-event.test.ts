import { beforeEach, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../lambdas/core/events/inbound-event.ts';
import type { ProfileName } from '../../../lambdas/core/kernel/identifiers.ts';
import { keepRejected } from '../../../lambdas/core/use-cases/apply-event.ts';
import { ContentionError } from '../../../lambdas/core/use-cases/commit-decision.ts';
import {
  agentId,
  leaseId,
  ownerId,
  processId,
  stopId,
  ulid,
} from '../../support/contract-suites/entities.ts';
import { anActiveAgent, type GovernanceWorld, governanceWorld, place, TEST } from './governance-world.ts';
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

let world: GovernanceWorld;

beforeEach(async () => {
  world = governanceWorld();
  world.clock.advance(60);
  await world.tell(ownerJoined('e1'));
  await world.tell(processDefined('support', ['coding-agent', 'billing-agent']));
});

const EVERY_EVENT: readonly InboundEvent[] = [
  agentRegistered('agent-two'),
  agentRetired('agent-one'),
  agentCompromised('agent-one'),
  agentCompromised('agent-one', { eventId: 'a lease', leaseId: leaseId(9) }),
  ownerJoined('e2'),
  { ...ownerJoined('e1', 30), type: 'Owner Changed' },
  ownerLeft('e1'),
  ownerReturned('e1'),
  processDefined('support', ['coding-agent'], 10),
  processDefined('sales', [], 0),
  processRetired('support'),
  agentRegistered('agent-two', { eventId: 'refused', profile: 'ghost' as ProfileName }),
];

describe.each(EVERY_EVENT)('$type ($eventId), delivered twice', (event) => {
  /** All that is stored, but for the chains: the fake gives those by subject. */
  const everything = async () => ({
    agents: [await world.store.agent(agentId('agent-one')), await world.store.agent(agentId('agent-two'))],
    owners: [await world.store.owner(ownerId('e1')), await world.store.owner(ownerId('e2'))],
    processes: [
      await world.store.process(processId('support')),
      await world.store.process(processId('sales')),
    ],
    entries: await world.store.entriesInForce(TEST),
    rejected: world.store.rejected,
    events: [...world.store.events],
    work: [...world.store.work],
    audit: (
      [
        'agent:agent-one',
        'agent:agent-two',
        'owner:e1',
        'owner:e2',
        'process:support',
        'process:sales',
      ] as const
    ).map((subject) => world.store.auditOf(subject)),
  });

  beforeEach(() => place(world, anActiveAgent('agent-one')));

  it('is applied once', async () => {
    const before = await everything();
    await world.tell(event);
    const once = await everything();
    world.clock.advance(3600);

    expect(await world.tell(event)).toEqual({ outcome: 'duplicate' });

    expect(await everything()).toEqual(once);
    expect(once).not.toEqual(before);
  });

  it('is applied once though the first delivery died with its answer', async () => {
    world.store.disturb('crash-after-write');
    await expect(world.tell(event)).rejects.toThrow();
    const once = await everything();

    expect(await world.tell(event)).toEqual({ outcome: 'duplicate' });

    expect(await everything()).toEqual(once);
  });

  it('is applied by the second delivery if the first died before it wrote', async () => {
    const before = await everything();
    world.store.disturb('crash-before-write');
    await expect(world.tell(event)).rejects.toThrow();
    expect(await everything()).toEqual(before);

    const { outcome } = await world.tell(event);

    expect(['applied', 'rejected']).toContain(outcome);
    expect(await everything()).not.toEqual(before);
  });
});

describe('an event that is refused', () => {
  it('is kept with its reasons and its text, and told to the bus', async () => {
    const event = agentRegistered('agent-one', { ownerId: ownerId('e9'), profile: 'ghost' as ProfileName });

    const refused = await world.tell(event);

    const reasons = 'reasons' in refused ? refused.reasons : [];
    const codes = ['owner-unknown', 'profile-not-allowed-by-process', 'profile-unknown'];
    expect(refused.outcome).toBe('rejected');
    expect(reasons.map(({ code }) => code)).toEqual(codes);
    expect(world.store.rejected).toEqual([
      {
        rejectionId: ulid(4),
        source: 'acme.hr',
        eventId: event.eventId,
        detailType: 'Agent Registered',
        rejectedAt: second(60),
        reasons,
        original: JSON.stringify(event),
      },
    ]);
    expect(world.store.events).toMatchObject([
      { type: 'Agent Rejected', detail: { agentId: 'agent-one', ownerId: 'e9', reasons } },
      { type: 'Event Rejected', detail: { rejectionId: ulid(4), rejectedEventId: event.eventId, reasons } },
    ]);
    expect(world.store.auditOf(`event:${ulid(4)}`)).toMatchObject([
      { action: 'reject', outcome: 'refused', reasons },
    ]);
    expect(await world.store.agent(event.agentId)).toBeUndefined();
    expect(world.store.takeWork()).toEqual([]);
  });

  it('is told as a rejected event alone where it registers nobody', async () => {
    await world.tell(agentRetired('nobody'));

    expect(world.told()).toEqual(['Event Rejected']);
    expect(world.store.rejected).toMatchObject([{ reasons: [{ code: 'agent-unknown' }] }]);
  });

  it('is kept where it was not understood, once', async () => {
    const origin = { source: 'acme.hr', eventId: 'x', detailType: 'Owner Vanished' };
    const reasons = [
      { code: 'unknown-event-type', message: 'it is not known', resolution: 'use another' },
    ] as const;
    const original = 'é'.repeat(70_000);

    expect(await keepRejected({ origin, reasons, original }, world.ports)).toEqual({
      outcome: 'rejected',
      reasons,
    });
    expect(await keepRejected({ origin, reasons, original }, world.ports)).toEqual({ outcome: 'duplicate' });

    expect(world.store.rejected).toMatchObject([{ ...origin, reasons, original: 'é'.repeat(65_536) }]);
    expect(world.told()).toEqual(['Event Rejected']);
  });
});

describe('an event that names what is not known yet', () => {
  it.each([
    ['its owner', agentRegistered('agent-one', { ownerId: ownerId('e9') })],
    ['its process', agentRegistered('agent-one', { processId: processId('sales') })],
    ['its agent, retired', agentRetired('agent-nine')],
    ['its agent, compromised', agentCompromised('agent-nine')],
  ])('waits while it can: %s may be on the way', async (_, event) => {
    expect(await world.tell(event, true)).toMatchObject({ outcome: 'waiting' });

    expect([world.store.rejected, world.told(), world.store.takeWork()]).toEqual([[], [], []]);
    expect(await world.store.hasSeen(event)).toBe(false);
  });

  it('is applied once that has come', async () => {
    const retirement = agentRetired('agent-one');
    await world.tell(retirement, true);
    await world.tell(agentRegistered('agent-one'));

    expect(await world.tell(retirement, true)).toMatchObject({ outcome: 'applied' });

    expect(await world.store.agent(agentId('agent-one'))).toMatchObject({ status: 'retired' });
  });

  it('is rejected at once if something else is wrong with it', async () => {
    const event = agentRegistered('agent-one', { ownerId: ownerId('e9'), profile: 'ghost' as ProfileName });

    expect(await world.tell(event, true)).toMatchObject({ outcome: 'rejected' });
  });

  it('is rejected when it cannot wait any longer', async () => {
    expect(await world.tell(agentRetired('agent-nine'), false)).toMatchObject({ outcome: 'rejected' });
  });
});

describe('an event that meets a conflict', () => {
  it('is decided again, with the stop that it had', async () => {
    world.store.disturb('conflict', 'conflict');

    expect(await world.tell(ownerLeft('e1'))).toEqual({ outcome: 'applied', raised: stopId(3) });

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ stopIds: [stopId(3)], revision: 2 });
    expect(world.clock.sleeps).toEqual([20, 40]);
  });

  it('is given up after ten, with nothing written', async () => {
    world.store.disturb(...Array.from({ length: 10 }, () => 'conflict' as const));

    await expect(world.tell(ownerLeft('e1'))).rejects.toThrow(ContentionError);

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'active', revision: 1 });
    expect(await world.tell(ownerLeft('e1'))).toMatchObject({ outcome: 'applied' });
  });
});
