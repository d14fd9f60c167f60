import { describe, expect, it } from 'vitest';
import { StoredItemError } from '../../../lambdas/adapters/dynamodb/errors.ts';
import { ownerKey } from '../../../lambdas/adapters/dynamodb/keys.ts';
import { outboxEntryOf, outboxItems } from '../../../lambdas/adapters/dynamodb/outbox-item.ts';
import { toItem } from '../../../lambdas/adapters/dynamodb/stored-item.ts';
import {
  aChange,
  agentId,
  anAuditEntry,
  anEvent,
  anOwner,
  ulid,
} from '../../support/contract-suites/entities.ts';

const commitId = ulid(1);
const order = { kind: 'provision-agent', agentId: agentId('a1') } as const;
const change = aChange({
  audit: [anAuditEntry('agent:a1'), anAuditEntry('owner:e1')],
  events: [anEvent('first'), anEvent('second')],
  work: [order],
});
const items = outboxItems(change, { commitId, ttl: 1_800_000_000 });

describe('the outbox', () => {
  it('gives back what it was given, each with an id that is its own for good', () => {
    expect(items.map(outboxEntryOf)).toEqual([
      { kind: 'event', event: { ...anEvent('first'), eventId: `${commitId}-0` } },
      { kind: 'event', event: { ...anEvent('second'), eventId: `${commitId}-1` } },
      { kind: 'order', order: { order, orderId: `${commitId}-2` } },
    ]);
  });

  it('keeps all of a commit in order, in the line of its first subject', () => {
    expect(items.map((item) => [item['pk']?.S, item['sk']?.S])).toEqual([
      ['OUTBOX#agent:a1', `${commitId}#000`],
      ['OUTBOX#agent:a1', `${commitId}#001`],
      ['OUTBOX#agent:a1', `${commitId}#002`],
    ]);
  });

  it('gives a commit without a subject a line of its own', () => {
    const [item] = outboxItems(aChange({ work: [order] }), { commitId, ttl: 0 });

    expect(item?.['pk']?.S).toBe(`OUTBOX#${commitId}`);
  });

  it('is what the stream is filtered by, and goes by itself', () => {
    expect(items[0]).toMatchObject({ kind: { S: 'outbox' }, ttl: { N: '1800000000' } });
  });

  it('takes nothing else for an entry', () => {
    const owner = toItem({ ...ownerKey('e1'), kind: 'owner' }, anOwner('e1'));

    expect(() => outboxEntryOf(owner)).toThrow(StoredItemError);
    expect(() => outboxEntryOf({})).toThrow(StoredItemError);
  });
});
