import { beforeEach, describe, expect, it } from 'vitest';
import { ownerId, processId, stopId } from '../../support/contract-suites/entities.ts';
import { type GovernanceWorld, governanceWorld } from './governance-world.ts';
import {
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

const applied = { outcome: 'applied' } as const;

describe('Owner Joined, Changed, Left and Returned', () => {
  it('tell who answers for agents', async () => {
    expect(await world.store.owner(ownerId('e1'))).toMatchObject({
      status: 'active',
      email: 'e1@acme.example',
    });
    expect(world.actionsOf('owner:e1')).toEqual(['describe']);
    expect([world.told(), world.store.takeWork()]).toEqual([[], []]);
  });

  it('raise a stop on an owner who left, to be spread', async () => {
    expect(await world.tell(ownerLeft('e1'))).toEqual({ outcome: 'applied', raised: stopId(3) });

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'left', stopIds: [stopId(3)] });
    expect(await world.store.stop(stopId(3))).toEqual({
      stopId: stopId(3),
      target: { kind: 'owner', ownerId: 'e1' },
      consequence: { then: 'suspend', reason: 'owner-left' },
      occurredAt: second(10),
      raisedAt: second(60),
      causedBy: 'event:acme.hr/left-e1-10',
      clearedIn: [],
      revision: 1,
    });
    expect(world.store.takeWork()).toEqual([{ kind: 'spread-stop', stopId: stopId(3) }]);
    expect(world.store.auditOf('owner:e1').at(-1)).toMatchObject({
      action: 'leave',
      before: { status: 'active' },
      after: { status: 'left', stopIds: [stopId(3)] },
    });
  });

  it('keep the leaving of an owner of whom nothing is known', async () => {
    await world.tell(ownerLeft('e9'));

    expect(await world.store.owner(ownerId('e9'))).toMatchObject({ status: 'left' });
  });

  it('stop nobody by a leaving that is to come', async () => {
    expect(await world.tell(ownerLeft('e1', 10, { effectiveAt: second(61) }))).toEqual(applied);

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'active', leavesAt: second(61) });
    expect(world.store.takeWork()).toEqual([]);
  });

  it('stop nobody by a leaving that a return has overtaken', async () => {
    await world.tell(ownerReturned('e1', 20));

    expect(await world.tell(ownerLeft('e1', 10))).toEqual(applied);

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'active', stopIds: [] });
    expect(world.store.auditOf('owner:e1').at(-1)).toMatchObject({
      action: 'leave',
      after: { changed: false },
    });
  });

  it('keep the stop on an owner who returns before it is cleared', async () => {
    await world.tell(ownerLeft('e1', 10));

    await world.tell(ownerReturned('e1', 20));

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'active', stopIds: [stopId(3)] });
  });
});

describe('Process Registered, Changed and Retired', () => {
  it('tell which profiles a process allows', async () => {
    expect(await world.store.process(processId('support'))).toMatchObject({
      status: 'active',
      version: '0',
      profiles: ['billing-agent', 'coding-agent'],
    });
    expect(world.actionsOf('process:support')).toEqual(['define']);
  });

  it('stop nobody by a change that narrows nothing', async () => {
    expect(
      await world.tell(processDefined('support', ['billing-agent', 'coding-agent', 'new-agent'], 10)),
    ).toEqual(applied);

    expect(world.store.takeWork()).toEqual([]);
  });

  it('raise a stop on the agents of the profiles that a change withdraws', async () => {
    await world.tell(processDefined('support', ['coding-agent'], 10));

    expect(await world.store.stop(stopId(3))).toMatchObject({
      target: { kind: 'process', processId: 'support', profiles: ['billing-agent'] },
      consequence: { then: 'suspend', reason: 'process-changed' },
    });
    expect(await world.store.process(processId('support'))).toMatchObject({
      stops: [{ stopId: stopId(3), profiles: ['billing-agent'] }],
    });
    expect(world.store.takeWork()).toEqual([{ kind: 'spread-stop', stopId: stopId(3) }]);
  });

  it('raise a stop on all agents of a process that is retired', async () => {
    await world.tell(processRetired('support'));

    expect(await world.store.process(processId('support'))).toMatchObject({ status: 'retired' });
    expect((await world.store.stop(stopId(3)))?.target).toEqual({ kind: 'process', processId: 'support' });
    expect(world.store.takeWork()).toEqual([{ kind: 'spread-stop', stopId: stopId(3) }]);
  });

  it('change nothing by a version from before the retirement that comes after it', async () => {
    await world.tell(processRetired('support', 10));

    expect(await world.tell(processDefined('support', ['coding-agent'], 9))).toEqual(applied);

    expect(world.store.auditOf('process:support').at(-1)).toMatchObject({ after: { changed: false } });
  });
});
