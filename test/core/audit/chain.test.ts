import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../lambdas/adapters/dynamodb/sha256.ts';
import type { AuditEntry, AuditRecord } from '../../../lambdas/core/audit/audit-record.ts';
import { appendToChain, emptyChain, verifyChain } from '../../../lambdas/core/audit/chain.ts';
import { anAuditEntry } from '../../support/contract-suites/entities.ts';

const SUBJECT = 'agent:support-assistant';

const verdictOn = (records: readonly AuditRecord[]) => verifyChain(SUBJECT, records, sha256);

const entry: fc.Arbitrary<AuditEntry> = fc
  .record({
    action: fc.constantFrom('register', 'activate', 'issue', 'suspend'),
    outcome: fc.constantFrom('accepted' as const, 'refused' as const),
    causedBy: fc.string(),
    after: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
  })
  .map((facts) => anAuditEntry(SUBJECT, facts));

const chain: fc.Arbitrary<AuditRecord[]> = fc
  .array(entry, { minLength: 1, maxLength: 8 })
  .map((entries) => appendToChain(emptyChain(SUBJECT), entries, sha256));

const FIELDS = [
  'subject',
  'at',
  'action',
  'outcome',
  'causedBy',
  'before',
  'after',
  'reasons',
  'sequence',
  'previousHash',
  'hash',
];

/** A chain with one record of it, by its place. */
const place = chain.chain((records) =>
  fc.record({ records: fc.constant(records), at: fc.nat(records.length - 1) }),
);

describe('an audit chain', () => {
  it('is intact as it was written, however it was cut into commits', () => {
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 3 }), { maxLength: 5 }), (commits) => {
        const records: AuditRecord[] = [];
        for (const entries of commits) {
          const head = records.at(-1) ?? emptyChain(SUBJECT);
          records.push(...appendToChain({ ...head, subject: SUBJECT }, entries, sha256));
        }

        expect(records).toEqual(appendToChain(emptyChain(SUBJECT), commits.flat(), sha256));
        expect(verdictOn(records)).toEqual({ intact: true, length: commits.flat().length });
      }),
    );
  });

  it('breaks where any field of any record is changed, added or removed', () => {
    fc.assert(
      fc.property(
        place,
        fc.constantFrom(...FIELDS),
        fc.option(fc.jsonValue()),
        ({ records, at }, field, value) => {
          const { [field]: former, ...rest } = { ...records[at] } as Record<string, unknown>;
          const forged = value === null ? rest : { ...rest, [field]: value };
          fc.pre(JSON.stringify(forged[field]) !== JSON.stringify(former));
          const tampered = records.map((record, index) => (index === at ? (forged as never) : record));

          expect(verdictOn(tampered)).toMatchObject({ intact: false, brokenAt: at + 1 });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('breaks where an unknown field is added to a record', () => {
    fc.assert(
      fc.property(place, ({ records, at }) => {
        const tampered = records.map((record, index) => (index === at ? { ...record, note: 'x' } : record));

        expect(verdictOn(tampered)).toMatchObject({ intact: false, brokenAt: at + 1 });
      }),
    );
  });

  it('breaks after a record that is missing, and shows by its length that the last ones are', () => {
    fc.assert(
      fc.property(place, ({ records, at }) => {
        const tampered = records.filter((_, index) => index !== at);
        const isLast = at === records.length - 1;

        expect(verdictOn(tampered)).toMatchObject(
          isLast ? { intact: true, length: at } : { intact: false, brokenAt: at + 1 },
        );
      }),
    );
  });

  it('breaks where a record is there twice, or two have changed places', () => {
    fc.assert(
      fc.property(place, ({ records, at }) => {
        const doubled = [...records.slice(0, at + 1), ...records.slice(at)];
        const swapped = [...records.slice(0, at), ...records.slice(at).reverse()];

        expect(verdictOn(doubled)).toMatchObject({ intact: false, brokenAt: at + 2 });
        if (at < records.length - 1)
          expect(verdictOn(swapped)).toMatchObject({ intact: false, brokenAt: at + 1 });
      }),
    );
  });

  it('breaks at the next record where one was forged together with its hash', () => {
    fc.assert(
      fc.property(place, ({ records, at }) => {
        const head = at === 0 ? emptyChain(SUBJECT) : { ...(records[at - 1] ?? emptyChain(SUBJECT)) };
        const forged = appendToChain(head, [anAuditEntry(SUBJECT, { action: 'forged' })], sha256);
        const isLast = at === records.length - 1;

        const verdict = verdictOn([...records.slice(0, at), ...forged, ...records.slice(at + 1)]);

        expect(verdict).toMatchObject(isLast ? { intact: true } : { intact: false, brokenAt: at + 2 });
      }),
    );
  });

  it('holds the records of one subject only', () => {
    const other = appendToChain(emptyChain('agent:other'), [anAuditEntry('agent:other')], sha256);

    expect(verdictOn(other)).toEqual({
      intact: false,
      brokenAt: 1,
      problem: 'the record belongs to "agent:other"',
    });
  });

  it('is intact while it is empty', () => {
    expect(verdictOn([])).toEqual({ intact: true, length: 0 });
  });
});
