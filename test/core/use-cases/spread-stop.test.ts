import { beforeEach, describe, expect, it } from 'vitest';
import { spreadStop } from '../../../lambdas/core/use-cases/spread-stop.ts';
import { anAgent, ownerId, processId, retired, stopId } from '../../support/contract-suites/entities.ts';
import {
  anActiveAgent,
  type GovernanceWorld,
  governanceWorld,
  PRODUCTION,
  place,
  STAGING,
  TEST,
} from './governance-world.ts';
import {
  agentRetired,
  ownerJoined,
  ownerLeft,
  ownerReturned,
  processDefined,
  processRetired,
} from './told-events.ts';

const STOP = stopId(3);

let world: GovernanceWorld;
const entries = () => Promise.all([TEST, STAGING, PRODUCTION].map((where) => world.store.entry(STOP, where)));
const environments = async () => (await world.store.stop(STOP))?.environments;

beforeEach(async () => {
  world = governanceWorld();
  await world.tell(ownerJoined('e1'));
  await world.tell(processDefined('support', ['coding-agent', 'billing-agent']));
});

describe('spreading a stop', () => {
  it('puts it on the list of each environment in which it covers an agent', async () => {
    await place(
      world,
      anActiveAgent('a-1'),
      anActiveAgent('a-2'),
      anAgent('a-3', { environment: PRODUCTION }),
      anActiveAgent('a-4', { environment: STAGING, ownerId: ownerId('e2') }),
    );
    await world.tell(ownerLeft('e1'));

    await spreadStop(STOP, world.ports);

    expect(await environments()).toEqual([TEST, PRODUCTION]);
    const [test, staging, production] = await entries();
    const raised = { status: 'raised', target: { ownerId: 'e1' }, revision: 1 };
    expect([test, production]).toMatchObject([raised, raised]);
    expect(staging).toBeUndefined();
    expect(world.store.takeWork().slice(1)).toEqual([
      { kind: 'compile-stop-list', environment: TEST },
      { kind: 'compile-stop-list', environment: PRODUCTION },
    ]);
    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ stopIds: [STOP] });
  });

  it('is done at once where it covers nobody: the owner is free of it', async () => {
    await place(world, retired(anAgent('a-1', { environment: TEST })));
    await world.tell(ownerLeft('e1'));

    await spreadStop(STOP, world.ports);

    expect(await environments()).toEqual([]);
    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'left', stopIds: [] });
    expect(world.store.takeWork().slice(1)).toEqual([]);
  });

  it('covers all agents of a process that is retired', async () => {
    await place(world, anActiveAgent('a-1', { environment: STAGING }));
    await world.tell(processRetired('support'));

    await spreadStop(STOP, world.ports);

    expect(await environments()).toEqual([STAGING]);
    expect(await world.store.process(processId('support'))).toMatchObject({ stops: [{ stopId: STOP }] });
  });

  it('frees the process at once where nobody serves it', async () => {
    await world.tell(processRetired('support'));

    await spreadStop(STOP, world.ports);

    expect(await world.store.process(processId('support'))).toMatchObject({ status: 'retired', stops: [] });
  });

  it('changes nothing the second time', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(ownerLeft('e1'));
    await spreadStop(STOP, world.ports);
    world.store.takeWork();

    await spreadStop(STOP, world.ports);

    expect(world.store.takeWork()).toEqual([]);
    expect(await world.store.stop(STOP)).toMatchObject({ revision: 2 });
  });

  it('changes nothing where the stop is not known', async () => {
    await spreadStop(stopId(99), world.ports);

    expect(world.store.takeWork()).toEqual([]);
  });

  it('changes nothing of a stop on an agent: where that is was known from the beginning', async () => {
    await place(world, anActiveAgent('a-1'));
    await world.tell(agentRetired('a-1'));
    world.store.takeWork();

    await spreadStop(STOP, world.ports);

    expect(world.store.takeWork()).toEqual([]);
    expect(await world.store.stop(STOP)).toMatchObject({ environments: [TEST], revision: 1 });
  });

  it.each(['crash-before-write', 'crash-after-write'] as const)('is whole after a %s', async (fault) => {
    await place(world, anActiveAgent('a-1'), anActiveAgent('a-2', { environment: PRODUCTION }));
    await world.tell(ownerLeft('e1'));
    world.store.takeWork();
    world.store.disturb(fault);

    await expect(spreadStop(STOP, world.ports)).rejects.toThrow();
    await spreadStop(STOP, world.ports);

    expect(await environments()).toEqual([TEST, PRODUCTION]);
    expect(await world.store.entriesInForce(TEST)).toHaveLength(1);
    expect(await world.store.entriesInForce(PRODUCTION)).toHaveLength(1);
    expect(world.store.takeWork()).toHaveLength(2);
  });

  it('is decided again when the owner changes in between: the marker must not come back', async () => {
    await world.tell(ownerLeft('e1', 10));
    world.beforeNextCommit(() => world.tell(ownerReturned('e1', 20)));

    await spreadStop(STOP, world.ports);

    expect(await world.store.owner(ownerId('e1'))).toMatchObject({ status: 'active', stopIds: [] });
  });

  it('is one transaction, however many agents it covers', async () => {
    await place(world, ...Array.from({ length: 300 }, (_, index) => anActiveAgent(`agent-${index}`)));
    await world.tell(ownerLeft('e1'));
    world.store.takeWork();

    await spreadStop(STOP, world.ports);

    expect(await world.store.stop(STOP)).toMatchObject({ environments: [TEST], revision: 2 });
    expect(world.store.takeWork()).toEqual([{ kind: 'compile-stop-list', environment: TEST }]);
  });
});
