import { beforeEach, describe, expect, it } from 'vitest';
import type { ProbeResult } from '../../../lambdas/core/ports/access-probe.ts';
import { clearStop } from '../../../lambdas/core/use-cases/clear-stop.ts';
import { StopUnverifiedError, verifyStop } from '../../../lambdas/core/use-cases/verify-stop.ts';
import {
  agentId,
  anAgent,
  aProcess,
  environmentName,
  leaseId,
  ownerId,
  stopId,
} from '../../support/contract-suites/entities.ts';
import { ALLOWED, DENIED, UNAVAILABLE } from '../../support/fakes/scripted-probe.ts';
import { profileName } from '../agents/registrations.ts';
import {
  anActiveAgent,
  FIRST_STOP,
  type GovernanceWorld,
  governanceWorld,
  place,
  TEST,
} from './governance-world.ts';
import {
  agentCompromised,
  agentRetired,
  ownerLeft,
  processDefined,
  processRetired,
  second,
} from './told-events.ts';

let world: GovernanceWorld;

beforeEach(() => {
  world = governanceWorld();
  world.clock.advance(60);
});

const ENTRY = { stopId: FIRST_STOP, environment: TEST };
const verify = () => verifyStop(ENTRY, world.ports);
const entry = () => world.store.entry(FIRST_STOP, TEST);
const answer = (id: string, ...results: readonly ProbeResult[]) =>
  world.probe.answer(agentId(id), ...results);
const always = (result: ProbeResult) => Array.from({ length: 50 }, () => result);

/** Carries out what was ordered up to the denial; what follows is left to the test. */
const deny = async (): Promise<void> => {
  for (const kind of ['spread-stop', 'compile-stop-list']) {
    const orders = world.store.work.filter((order) => order.kind === kind);
    world.store.work.splice(
      0,
      world.store.work.length,
      ...world.store.work.filter((order) => order.kind !== kind),
    );
    for (const order of orders) await world.carryOut(order);
  }
  world.store.takeWork();
  world.store.events.length = 0;
};

describe('verifying the stop of an owner who left', () => {
  beforeEach(async () => {
    await place(world, anActiveAgent('a-1'), anActiveAgent('a-2'));
    await world.tell(ownerLeft('e1'));
    await deny();
  });

  it('opens a session as the broker would for each covered agent, and tries it until it is denied', async () => {
    answer('a-1', ALLOWED, ALLOWED, DENIED);
    answer('a-2', DENIED);

    expect(await verify()).toMatchObject({ status: 'verified' });

    expect(world.probe.requests[0]).toMatchObject({
      environment: TEST,
      request: {
        roleArn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-a-1',
        agentId: 'a-1',
        durationSeconds: 900,
        tags: { 'mandate:agent': 'a-1', 'mandate:owner': 'e1', 'mandate:process': 'support@unknown' },
      },
    });
    expect(world.probe.requests).toHaveLength(4);
    expect((await entry())?.status).toBe('verified');
  });

  it('tells what was seen, and when, and orders that the agents be cleared up', async () => {
    answer('a-1', ALLOWED, { ...DENIED, detail: 'with an explicit deny' });
    answer('a-2', DENIED);

    await verify();

    const evidence = [
      { agentId: 'a-1', outcome: 'denied', attempts: 2, at: second(60.1), detail: 'with an explicit deny' },
      { agentId: 'a-2', outcome: 'denied', attempts: 1, at: second(60) },
    ];
    const told = { stopId: FIRST_STOP, factAt: second(10), raisedAt: second(60), deniedAt: second(60) };
    expect(world.store.events).toMatchObject([
      { type: 'Stop Verified', detail: { ...told, verifiedAt: second(60.1) } },
    ]);
    expect(world.store.takeWork()).toEqual([{ kind: 'clear-stop', ...ENTRY }]);
    expect(world.store.auditOf('owner:e1').at(-1)).toMatchObject({ action: 'verify', outcome: 'accepted' });
    const seen = await entry();
    expect(seen?.status === 'verified' ? seen.evidence.map(({ at: _, ...each }) => each) : []).toEqual(
      evidence.map(({ at: _, ...each }) => each),
    );
  });

  it.each([
    ['could still act', ALLOWED],
    ['could not be tried', UNAVAILABLE],
  ])('says that it is unverified if one of them %s in forty seconds, and comes again', async (_, result) => {
    answer('a-1', ...always(DENIED));
    answer('a-2', ...always(result));

    await expect(verify()).rejects.toThrow(StopUnverifiedError);

    expect((await entry())?.status).toBe('unverified');
    expect(world.store.events).toMatchObject([{ type: 'Stop Unverified' }]);
    expect(world.store.auditOf('owner:e1').at(-1)).toMatchObject({ action: 'verify', outcome: 'refused' });
    expect(world.store.takeWork()).toEqual([{ kind: 'clear-stop', ...ENTRY }]);
  });

  it('can be verified after it was not', async () => {
    answer('a-1', ...always(ALLOWED), DENIED, DENIED);
    answer('a-2', ...always(DENIED));
    for (let attempt = 0; attempt < 3; attempt += 1) await verify().catch(() => undefined);

    expect((await entry())?.status).toBe('verified');
    expect(world.told().at(-1)).toBe('Stop Verified');
  });

  it('does nothing once it is verified', async () => {
    answer('a-1', DENIED);
    answer('a-2', DENIED);
    await verify();
    const events = world.told();

    expect(await verify()).toBeUndefined();

    expect(world.told()).toEqual(events);
    expect(world.probe.requests).toHaveLength(2);
  });

  it('does nothing if it is cleared while the sessions are tried', async () => {
    answer('a-1', DENIED);
    answer('a-2', DENIED);
    const seen = await entry();
    world.beforeNextCommit(async () => {
      if (seen?.status !== 'denied') throw new Error('it is not denied');
      world.store.seed({
        entity: 'stop-entry',
        next: { ...seen, status: 'cleared', clearedAt: second(61), revision: 9 },
      });
    });

    expect(await verify()).toBeUndefined();

    expect(world.told()).toEqual([]);
  });

  it.each(['crash-before-write', 'crash-after-write'] as const)('is verified after a %s', async (fault) => {
    answer('a-1', ...always(DENIED));
    answer('a-2', ...always(DENIED));
    world.store.disturb(fault);

    await expect(verify()).rejects.toThrow();
    await verify();

    expect(world.told()).toEqual(['Stop Verified']);
    expect(world.store.takeWork()).toHaveLength(1);
  });
});

describe('the sessions that stand for all', () => {
  it('are three, however many agents the stop covers', async () => {
    await place(world, ...Array.from({ length: 10 }, (_, index) => anActiveAgent(`a-${index}`)));
    await world.tell(ownerLeft('e1'));
    await deny();
    for (let index = 0; index < 10; index += 1) answer(`a-${index}`, DENIED);

    await verify();

    expect(world.probe.requests.map(({ request }) => request.agentId)).toEqual(['a-0', 'a-1', 'a-2']);
  });

  it('are of agents with a role, looked for over all pages', async () => {
    world = governanceWorld({ pageSize: 2 });
    const without = Array.from({ length: 5 }, (_, index) => anAgent(`a-${index}`, { environment: TEST }));
    await place(world, ...without, anActiveAgent('b-1'));
    await world.tell(ownerLeft('e1'));
    await deny();
    answer('b-1', DENIED);

    await verify();

    expect(world.probe.requests.map(({ request }) => request.agentId)).toEqual(['b-1']);
  });

  it('are none where no covered agent has a role: then there is nothing to deny', async () => {
    await place(world, anAgent('a-1', { environment: TEST }));
    await world.tell(ownerLeft('e1'));
    await deny();

    expect(await verify()).toMatchObject({ status: 'verified', evidence: [] });

    expect(world.probe.requests).toEqual([]);
  });

  it('are of the profiles that a change of the process withdrew', async () => {
    const other = anActiveAgent('a-1', { profile: profileName('billing-agent') });
    const profiles = [profileName('billing-agent'), profileName('coding-agent')];
    world.store.seed({ entity: 'process', next: aProcess('support', { profiles }) });
    await place(world, other, anActiveAgent('a-2'));
    await world.tell(processDefined('support', ['billing-agent'], 10));
    await deny();
    answer('a-2', DENIED);

    await verify();

    expect(world.probe.requests).toMatchObject([
      {
        request: {
          agentId: 'a-2',
          tags: { 'mandate:process': 'support@10', 'mandate:profile': 'coding-agent' },
        },
      },
    ]);
  });

  it('name the process without a version where it has none any more', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(processRetired('support'));
    await deny();
    answer('a-1', DENIED);

    await verify();

    expect(world.probe.requests[0]?.request.tags).toMatchObject({ 'mandate:process': 'support@unknown' });
  });

  it('cannot be tried in an environment that was taken out of the deployment', async () => {
    const gone = environmentName('gone');
    await place(world, anActiveAgent('a-1', { environment: gone }));
    await world.tell(agentRetired('a-1'));
    const orders = world.store.takeWork();
    for (const order of orders) await world.carryOut(order);

    const verifying = verifyStop({ stopId: FIRST_STOP, environment: gone }, world.ports);

    await expect(verifying).rejects.toThrow(StopUnverifiedError);
    expect(await world.store.entry(FIRST_STOP, gone)).toMatchObject({
      status: 'unverified',
      evidence: [{ outcome: 'unavailable', attempts: 0 }],
    });
  });
});

describe('verifying the stop of a lease', () => {
  it('tries a session under the lease’s own id, and leaves its agent alone', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(agentCompromised('a-1', { leaseId: leaseId(9) }));
    await deny();
    answer('a-1', DENIED);

    expect(await verify()).toMatchObject({ status: 'verified' });

    expect(world.probe.requests[0]?.request).toMatchObject({
      leaseId: leaseId(9),
      tags: { 'mandate:lease': leaseId(9) },
    });
    expect(world.store.takeWork()).toEqual([]);
  });
});

describe('a stop that is not denied yet', () => {
  it('is not verified', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(agentRetired('a-1'));

    expect(await verify()).toBeUndefined();
    expect(await verifyStop({ stopId: stopId(99), environment: TEST }, world.ports)).toBeUndefined();

    expect(world.probe.requests).toEqual([]);
    expect((await entry())?.status).toBe('raised');
  });
});

describe('a retired agent whose role was removed before it could be verified', () => {
  it('1. is unverified, 2. loses its role, 3. has no session left to deny', async () => {
    await place(world, anActiveAgent('a-1', { ownerId: ownerId('e2') }));
    await world.tell(agentRetired('a-1'));
    await deny();
    answer('a-1', ...always(ALLOWED));

    await expect(verify()).rejects.toThrow(StopUnverifiedError);
    await clearStop(ENTRY, world.ports);
    expect(world.roles.all()).toEqual([]);
    await verify();

    expect((await entry())?.status).toBe('verified');
  });
});
