import { beforeEach, describe, expect, it } from 'vitest';
import {
  aChange,
  agentId,
  aLease,
  anAgent,
  anAuditEntry,
  anEvent,
  anOwner,
  aProcess,
  aRejection,
  nextOf,
  ownerId,
  registration,
  update,
} from './entities.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

const agent = anAgent('support-assistant');

const countOf = (outcomes: readonly string[], outcome: string): number =>
  outcomes.filter((each) => each === outcome).length;

/** What every ledger promises about a commit: whole, once, or not at all. */
export const commitContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  describe('a commit', () => {
    it('stores every entity, its audit and what is to be handed on', async () => {
      const owner = anOwner('e1');
      const process = aProcess('support');

      const outcome = await store.ledger.commit({
        writes: [
          { entity: 'agent', next: agent },
          { entity: 'owner', next: owner },
          { entity: 'process', next: process },
          { entity: 'lease', next: aLease(1, agent) },
          { entity: 'rejected-event', next: aRejection(1) },
        ],
        audit: [anAuditEntry('agent:support-assistant')],
        events: [anEvent('first'), anEvent('second')],
        work: [{ kind: 'provision-agent', agentId: agent.agentId }],
      });

      expect(outcome).toBe('committed');
      expect(await store.registry.agent(agent.agentId)).toEqual(agent);
      expect(await store.registry.owner(owner.ownerId)).toEqual(owner);
      expect(await store.registry.process(process.processId)).toEqual(process);
      expect(await store.leaseIds()).toEqual([aLease(1, agent).leaseId]);
      expect(await store.rejectionIds()).toEqual([aRejection(1).rejectionId]);
      expect(await store.auditOf('agent:support-assistant')).toMatchObject([{ action: 'register' }]);
      expect(await store.outbox()).toEqual({
        events: [anEvent('first'), anEvent('second')],
        work: [{ kind: 'provision-agent', agentId: agent.agentId }],
      });
    });

    it('keeps what is handed on in the order of the commits', async () => {
      const audit = [anAuditEntry('owner:e1')];

      for (const note of ['first', 'second', 'third'])
        await store.ledger.commit(aChange({ audit, events: [anEvent(note)] }));

      const { events } = await store.outbox();
      expect(events).toEqual([anEvent('first'), anEvent('second'), anEvent('third')]);
    });

    it('is a conflict when the entity exists already, and stores nothing', async () => {
      await store.ledger.commit(registration(agent));

      const outcome = await store.ledger.commit({
        ...registration({ ...agent, ownerId: ownerId('e2') }),
        events: [anEvent('never told')],
      });

      expect(outcome).toBe('conflict');
      expect(await store.registry.agent(agent.agentId)).toEqual(agent);
      expect(await store.auditOf('agent:support-assistant')).toHaveLength(1);
      expect(await store.outbox()).toEqual({ events: [], work: [] });
    });

    it('stores nothing of a change of which one part is a conflict', async () => {
      await store.ledger.commit(registration(agent));

      const outcome = await store.ledger.commit(
        aChange({
          writes: [
            { entity: 'owner', next: anOwner('e1') },
            { entity: 'agent', next: agent },
          ],
        }),
      );

      expect(outcome).toBe('conflict');
      expect(await store.registry.owner(ownerId('e1'))).toBeUndefined();
    });

    it.each([
      ['an owner', { entity: 'owner', next: anOwner('e1', { revision: 3 }) }],
      ['a process', { entity: 'process', next: aProcess('support', { revision: 3 }) }],
    ] as const)('is a conflict when a revision of %s was skipped', async (_, write) => {
      await store.ledger.commit(
        aChange({
          writes: [
            { entity: 'owner', next: anOwner('e1') },
            { entity: 'process', next: aProcess('support') },
          ],
        }),
      );

      expect(await store.ledger.commit(aChange({ writes: [write] }))).toBe('conflict');
    });

    it('lets one of several that write the same revision win', async () => {
      await store.ledger.commit(registration(agent));
      const names = ['a', 'b', 'c', 'd', 'e'];

      const outcomes = await Promise.all(
        names.map((displayName) => store.ledger.commit(update(nextOf(agent, { displayName }), agent))),
      );

      expect(countOf(outcomes, 'committed')).toBe(1);
      expect(countOf(outcomes, 'conflict')).toBe(4);
      const winner = names[outcomes.indexOf('committed')];
      expect(await store.registry.agent(agent.agentId)).toMatchObject({ displayName: winner, revision: 2 });
    });

    it.each([
      ['a lease', { entity: 'lease', next: aLease(1, agent) }],
      ['a rejected event', { entity: 'rejected-event', next: aRejection(1) }],
    ] as const)('writes %s once', async (_, write) => {
      const change = aChange({ writes: [write] });

      expect(await store.ledger.commit(change)).toBe('committed');
      expect(await store.ledger.commit(change)).toBe('conflict');
    });
  });

  describe('what is stored', () => {
    it.each([
      ['text in any script', { description: 'Ünïcödé 变更 Ж 🙂\u0000\n"\\' }],
      ['long text', { description: 'ÿ'.repeat(50_000) }],
      ['empty text', { description: '', displayName: '' }],
      ['no labels', { labels: {} }],
      ['labels with odd names', { labels: { 'a.b#c': '', ключ: 'значение' } }],
    ])('comes back as it was: %s', async (_, facts) => {
      const described = anAgent('support-assistant', facts);

      await store.ledger.commit(registration(described));

      expect(await store.registry.agent(agentId('support-assistant'))).toEqual(described);
    });

    it('comes back with its empty lists', async () => {
      const process = aProcess('support', { profiles: [], stops: [] });

      await store.ledger.commit(aChange({ writes: [{ entity: 'process', next: process }] }));

      expect(await store.registry.process(process.processId)).toEqual(process);
    });

    it('leaves out what is undefined', async () => {
      const next = { ...anOwner('e1'), email: undefined } as unknown as ReturnType<typeof anOwner>;

      await store.ledger.commit(aChange({ writes: [{ entity: 'owner', next }] }));

      expect(await store.registry.owner(ownerId('e1'))).toStrictEqual(anOwner('e1'));
    });
  });
};
