import { beforeEach, describe, expect, it } from 'vitest';
import { aChange, anAgent, anAuditEntry, anEvent, anOwner, ownerId, registration } from './entities.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

const agent = anAgent('support-assistant');

const inbox = { source: 'acme.itsm', eventId: 'e-1' };

const countOf = (outcomes: readonly string[], outcome: string): number =>
  outcomes.filter((each) => each === outcome).length;

/** What every ledger promises about events that come more than once. */
export const inboxContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  describe('the inbox', () => {
    it('makes a second commit of the same event a duplicate that stores nothing', async () => {
      await store.ledger.commit({ ...registration(agent), inbox });

      const outcome = await store.ledger.commit(
        aChange({ inbox, writes: [{ entity: 'owner', next: anOwner('e1') }], events: [anEvent('twice')] }),
      );

      expect(outcome).toBe('duplicate');
      expect(await store.registry.owner(ownerId('e1'))).toBeUndefined();
      expect(await store.outbox()).toEqual({ events: [], work: [] });
    });

    it('calls a repetition a duplicate, not a conflict', async () => {
      const change = { ...registration(agent), inbox };
      await store.ledger.commit(change);

      expect(await store.ledger.commit(change)).toBe('duplicate');
    });

    it('applies an event once that arrives several times at once', async () => {
      const deliveries = [1, 2, 3, 4, 5].map(() => store.ledger.commit({ ...registration(agent), inbox }));

      const outcomes = await Promise.all(deliveries);

      expect(countOf(outcomes, 'committed')).toBe(1);
      expect(await store.auditOf('agent:support-assistant')).toHaveLength(1);
    });

    it('does not keep an event whose change was a conflict', async () => {
      await store.ledger.commit(registration(agent));

      const outcome = await store.ledger.commit({ ...registration(agent), inbox });

      expect(outcome).toBe('conflict');
      expect(await store.ledger.hasSeen(inbox)).toBe(false);
    });

    it('knows what it has seen', async () => {
      expect(await store.ledger.hasSeen(inbox)).toBe(false);

      await store.ledger.commit(aChange({ inbox, audit: [anAuditEntry('event:e-1')] }));

      expect(await store.ledger.hasSeen(inbox)).toBe(true);
    });

    it.each([
      ['of another source', { source: 'acme.hr', eventId: 'e-1' }],
      ['of another id', { source: 'acme.itsm', eventId: 'e-2' }],
      ['whose id completes the source', { source: 'acme', eventId: '.itsm/e-1' }],
    ])('tells an event from one %s', async (_, other) => {
      await store.ledger.commit(aChange({ inbox, audit: [anAuditEntry('event:e-1')] }));

      expect(await store.ledger.hasSeen(other)).toBe(false);
    });

    it('tells events apart whose source and id join to the same text', async () => {
      const audit = [anAuditEntry('event:e-1')];
      await store.ledger.commit(aChange({ inbox: { source: 'acme/hr', eventId: 'e-1' }, audit }));

      expect(await store.ledger.hasSeen({ source: 'acme', eventId: 'hr/e-1' })).toBe(false);
    });

    it.each([
      ['long', 'x'.repeat(5_000), `${'x'.repeat(4_999)}y`],
      ['foreign', 'Änderung-Ж-变更-🙂', 'Änderung-Ж-变更-🙃'],
    ])('takes %s ids', async (_, eventId, similar) => {
      const source = 'acme.hr';
      const audit = [anAuditEntry(`event:${eventId}`)];

      expect(await store.ledger.commit(aChange({ inbox: { source, eventId }, audit }))).toBe('committed');
      expect(await store.ledger.commit(aChange({ inbox: { source, eventId }, audit }))).toBe('duplicate');
      expect(await store.ledger.hasSeen({ source, eventId: similar })).toBe(false);
    });
  });
};
