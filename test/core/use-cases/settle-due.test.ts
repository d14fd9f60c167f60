import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import { settleDue } from '../../../lambdas/core/use-cases/settle-due.ts';
import { AT, agentId, anAgent, anOwner, ownerId } from '../../support/contract-suites/entities.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { InMemoryStore } from '../../support/fakes/in-memory-store.ts';
import { SequentialIdentifiers } from '../../support/fakes/sequential-identifiers.ts';

const LATER = plusSeconds(AT, 3600);
const LEAVING = { leavesAt: LATER, announcedAt: AT };
const expiring = (changes: Partial<Agent> = {}): Agent =>
  ({
    ...anAgent('agent-one', { expiresAt: LATER, role: { arn: 'arn:role', profileDigest: 'd' } }),
    status: 'active',
    ...changes,
  }) as Agent;

const world = () => {
  const clock = new FakeClock(AT);
  const store = new InMemoryStore();
  const ports = {
    ledger: store,
    registry: store,
    due: store,
    clock,
    identifiers: new SequentialIdentifiers(),
  };
  return { store, clock, sweep: () => settleDue(ports) };
};

describe('an announced leaving', () => {
  it('takes effect at its time, not before, and once', async () => {
    const { store, clock, sweep } = world();
    store.seed({ entity: 'owner', next: anOwner('e1', LEAVING) });

    expect(await sweep()).toBe(0);
    clock.advance(3600);
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);

    const owner = await store.owner(ownerId('e1'));
    expect(owner).toMatchObject({ status: 'left', statusAt: AT, revision: 2 });
    expect(owner?.leavesAt).toBeUndefined();
    const [stopId] = owner?.stopIds ?? [];
    expect(store.takeWork()).toEqual([{ kind: 'spread-stop', stopId }]);
    expect(stopId && (await store.stop(stopId))).toMatchObject({
      target: { kind: 'owner', ownerId: 'e1' },
      consequence: { then: 'suspend', reason: 'owner-left' },
      occurredAt: LATER,
    });
  });

  it.each([
    ['was put off', { leavesAt: plusSeconds(AT, 7200), announcedAt: AT }],
    ['was taken back', {}],
  ])('that %s does nothing at its old time', async (_, facts) => {
    const { store, clock, sweep } = world();
    store.seed(
      { entity: 'owner', next: anOwner('e1', LEAVING) },
      { entity: 'owner', next: anOwner('e1', facts) },
    );
    clock.advance(3600);

    await sweep();

    expect(await store.owner(ownerId('e1'))).toMatchObject({ status: 'active', revision: 1 });
    expect(store.takeWork()).toEqual([]);
  });

  it('that meets a conflict is decided anew; one that fails stays on the list, and the others take effect', async () => {
    const { store, clock, sweep } = world();
    store.seed(
      { entity: 'owner', next: anOwner('e1', LEAVING) },
      { entity: 'owner', next: anOwner('e2', LEAVING) },
    );
    clock.advance(3600);
    store.disturb('crash-before-write', 'conflict');

    await expect(sweep()).rejects.toMatchObject({ code: 'commit-crash' });

    expect(await store.owner(ownerId('e1'))).toMatchObject({ status: 'active' });
    expect(await store.owner(ownerId('e2'))).toMatchObject({ status: 'left' });
    expect(await sweep()).toBe(1);
    expect(await store.owner(ownerId('e1'))).toMatchObject({ status: 'left' });
  });
});

describe('an expiry', () => {
  it('suspends the agent at its time and stops what it may still hold', async () => {
    const { store, clock, sweep } = world();
    store.seed({ entity: 'agent', next: expiring() });
    clock.advance(3600);

    expect(await sweep()).toBe(1);

    expect(await store.agent(agentId('agent-one'))).toMatchObject({
      status: 'suspended',
      reasons: ['expired'],
    });
    expect(store.takeWork()).toEqual([{ kind: 'compile-stop-list', environment: 'production' }]);
    expect(store.events.map(({ type }) => type)).toEqual(['Agent Suspended']);
    expect(await sweep()).toBe(0);
  });

  it('leaves alone what was retired meanwhile', async () => {
    const { store, clock, sweep } = world();
    store.seed(
      { entity: 'agent', next: expiring() },
      { entity: 'agent', next: expiring({ status: 'retired' }), previous: expiring() },
    );
    clock.advance(3600);

    await sweep();

    expect(store.events).toEqual([]);
  });
});
