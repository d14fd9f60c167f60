import { beforeEach, describe, expect, it } from 'vitest';
import { ChangeTooLargeError, MalformedChangeError } from '../../../lambdas/core/ports/check-change.ts';
import { aChange, aLease, anAgent, anAuditEntry, anEvent, anOwner, aProcess, nextOf } from './entities.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

const agent = anAgent('support-assistant');

/** What every ledger promises about guards, and about changes that nobody could apply. */
export const guardContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  describe('a guard', () => {
    const lease = { entity: 'lease', next: aLease(1, agent) } as const;

    beforeEach(async () => {
      const writes = [
        { entity: 'agent', next: agent },
        { entity: 'owner', next: anOwner('e1') },
        { entity: 'process', next: aProcess('support') },
      ] as const;
      await store.ledger.commit(aChange({ writes }));
    });

    it.each([
      { entity: 'agent', id: 'support-assistant', revision: 1 },
      { entity: 'owner', id: 'e1', revision: 1 },
      { entity: 'process', id: 'support', revision: 1 },
      { entity: 'owner', id: 'e2', revision: 0 },
    ] as const)('lets a change pass while $entity $id has revision $revision', async (guard) => {
      expect(await store.ledger.commit(aChange({ guards: [guard], writes: [lease] }))).toBe('committed');
    });

    it.each([
      { entity: 'agent', id: 'support-assistant', revision: 2 },
      { entity: 'owner', id: 'e1', revision: 2 },
      { entity: 'process', id: 'support', revision: 2 },
      { entity: 'owner', id: 'e1', revision: 0 },
      { entity: 'owner', id: 'e2', revision: 1 },
    ] as const)('makes it a conflict when $entity $id has not revision $revision', async (guard) => {
      expect(await store.ledger.commit(aChange({ guards: [guard], writes: [lease] }))).toBe('conflict');
      expect(await store.leaseIds()).toEqual([]);
    });
  });

  describe('a change that no store could apply', () => {
    it('is refused when it writes an entity twice', async () => {
      const writes = [
        { entity: 'owner', next: anOwner('e1') },
        { entity: 'owner', next: anOwner('e1', { revision: 2 }) },
      ] as const;

      await expect(store.ledger.commit(aChange({ writes }))).rejects.toThrow(MalformedChangeError);
    });

    it('is refused when it relies on what it writes', async () => {
      const change = aChange({
        writes: [{ entity: 'owner', next: anOwner('e1') }],
        guards: [{ entity: 'owner', id: 'e1', revision: 0 }],
      });

      await expect(store.ledger.commit(change)).rejects.toThrow(MalformedChangeError);
    });

    it.each([
      ['leaves out the state before', undefined],
      ['names another agent as the state before', anAgent('build-agent')],
      ['names an older state as the one before', nextOf(nextOf(agent))],
    ])('is refused when an agent’s write %s', async (_, previous) => {
      const next = nextOf(agent);
      const write = previous === undefined ? { next } : { next, previous };

      const commit = store.ledger.commit(aChange({ writes: [{ entity: 'agent', ...write }] }));

      await expect(commit).rejects.toThrow(MalformedChangeError);
    });

    it('is refused when it is too large, and stores nothing', async () => {
      const audit = [anAuditEntry('agent:support-assistant')];
      const events = Array.from({ length: 99 }, (_, index) => anEvent(String(index)));

      await expect(store.ledger.commit(aChange({ audit, events }))).rejects.toThrow(ChangeTooLargeError);
      expect(await store.auditOf('agent:support-assistant')).toEqual([]);
    });

    it('is stored when it just fits', async () => {
      const audit = [anAuditEntry('agent:support-assistant')];
      const events = Array.from({ length: 98 }, (_, index) => anEvent(String(index)));

      expect(await store.ledger.commit(aChange({ audit, events }))).toBe('committed');
      expect((await store.outbox()).events).toHaveLength(98);
    });
  });
};
