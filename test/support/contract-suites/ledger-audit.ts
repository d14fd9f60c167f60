import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry, AuditHead, AuditSubject } from '../../../lambdas/core/audit/audit-record.ts';
import { emptyChain, verifyChain } from '../../../lambdas/core/audit/chain.ts';
import { aChange, anAuditEntry, anEvent } from './entities.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

const subject: AuditSubject = 'agent:support-assistant';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What every ledger promises about the audit it keeps. */
export const auditContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  const append = (entries: readonly AuditEntry[], auditHeads?: readonly AuditHead[]) =>
    store.ledger.commit(aChange({ audit: entries, ...(auditHeads && { auditHeads }) }));

  const headOf = async (of: AuditSubject): Promise<AuditHead> => {
    const last = (await store.auditOf(of)).at(-1);
    return last === undefined ? emptyChain(of) : { subject: of, sequence: last.sequence, hash: last.hash };
  };

  const verdictOn = async (of: AuditSubject) => verifyChain(of, await store.auditOf(of), sha256);

  describe('the audit', () => {
    it('chains the records of a subject over several commits', async () => {
      await append([
        anAuditEntry(subject, { action: 'register' }),
        anAuditEntry(subject, { action: 'accept' }),
      ]);
      await append([anAuditEntry(subject, { action: 'activate' })]);

      expect((await store.auditOf(subject)).map(({ sequence, action }) => [sequence, action])).toEqual([
        [1, 'register'],
        [2, 'accept'],
        [3, 'activate'],
      ]);
      expect(await verdictOn(subject)).toEqual({ intact: true, length: 3 });
    });

    it('keeps a chain for each subject', async () => {
      await append([anAuditEntry(subject), anAuditEntry('owner:e1'), anAuditEntry(subject)]);

      expect(await verdictOn(subject)).toEqual({ intact: true, length: 2 });
      expect(await verdictOn('owner:e1')).toEqual({ intact: true, length: 1 });
    });

    it('appends to a head that the caller read', async () => {
      await append([anAuditEntry(subject)]);

      expect(await append([anAuditEntry(subject)], [await headOf(subject)])).toBe('committed');
      expect(await verdictOn(subject)).toEqual({ intact: true, length: 2 });
    });

    it.each([
      ['has moved on', (head: AuditHead) => head, true],
      ['was another', (head: AuditHead) => ({ ...head, hash: sha256('forged') }), false],
      ['was not there', () => emptyChain(subject), false],
    ])('is a conflict when the head that the caller read %s', async (_, readHead, moveOn) => {
      await append([anAuditEntry(subject)]);
      const head = readHead(await headOf(subject));
      if (moveOn) await append([anAuditEntry(subject)]);
      const before = await store.auditOf(subject);

      expect(await append([anAuditEntry(subject)], [head])).toBe('conflict');
      expect(await store.auditOf(subject)).toEqual(before);
    });

    it('does not care for heads of subjects that it does not append to', async () => {
      const head = { subject: 'owner:e1', sequence: 7, hash: sha256('elsewhere') } as const;

      expect(await append([anAuditEntry(subject)], [head])).toBe('committed');
    });

    it('stays one whole chain when ten append at once', async () => {
      const appendWithRetries = async (action: string): Promise<void> => {
        for (let attempt = 0; attempt < 30; attempt += 1)
          if ((await append([anAuditEntry(subject, { action })])) === 'committed') return;
        throw new Error(`${action} never got in`);
      };
      const actions = Array.from({ length: 10 }, (_, index) => `action-${index}`);

      await Promise.all(actions.map(appendWithRetries));

      const records = await store.auditOf(subject);
      expect(await verdictOn(subject)).toEqual({ intact: true, length: 10 });
      expect(records.map(({ action }) => action).toSorted()).toEqual(actions);
    });

    it.each<[string, Partial<AuditEntry>]>([
      ['undefined members', { before: { status: undefined, list: [undefined, 1] } }],
      ['text in any script', { after: { description: 'Ünïcödé 变更 🙂\u0000' } }],
      ['text that is not valid Unicode', { after: { description: 'half a pair: \ud83d' } }],
      ['nested and empty values', { after: { a: { b: [[], {}, null, '', 0, -1.5, true] } } }],
      ['times', { after: { at: new Date(0) } }],
    ])('verifies after reading back %s', async (_, facts) => {
      expect(await append([anAuditEntry(subject, facts)])).toBe('committed');

      expect(await verdictOn(subject)).toEqual({ intact: true, length: 1 });
    });

    it('takes subjects of any length', async () => {
      const long: AuditSubject = `event:${'x'.repeat(3_000)}`;

      await append([anAuditEntry(long)]);

      expect(
        await store.ledger.commit(aChange({ audit: [anAuditEntry(long)], events: [anEvent('x')] })),
      ).toBe('committed');
      expect(await verdictOn(long)).toEqual({ intact: true, length: 2 });
    });
  });
};
