import type { Change } from '../../core/ports/ledger.ts';
import { outboxKey } from './keys.ts';
import { dataOf, type Item, type OutboxEntry, toItem } from './stored-item.ts';

export type { OutboxEntry } from './stored-item.ts';

/** The commit that leaves entries: `commitId` is a ULID, `ttl` in seconds since the epoch. */
export interface Commit {
  readonly commitId: string;
  readonly ttl: number;
}

/**
 * One item per event and per order, in this order. All of a commit, and all commits about the same subject, are in one
 * partition: the stream gives them out as they were committed. The ids they get stay theirs however often they are read.
 */
export const outboxItems = (change: Change, { commitId, ttl }: Commit): readonly Item[] => {
  const line = change.audit[0]?.subject ?? commitId;
  const idOf = (index: number): string => `${commitId}-${index}`;
  const entries: readonly OutboxEntry[] = [
    ...change.events.map(
      (event, index): OutboxEntry => ({ kind: 'event', event: { ...event, eventId: idOf(index) } }),
    ),
    ...change.work.map(
      (order, index): OutboxEntry => ({
        kind: 'order',
        order: { order, orderId: idOf(change.events.length + index) },
      }),
    ),
  ];
  return entries.map((entry, index) =>
    toItem({ ...outboxKey(line, commitId, index), kind: 'outbox', ttl }, entry),
  );
};

/**
 * What `outboxItems` wrote.
 * @param image the new image of an inserted item, as a stream record carries it
 * @throws StoredItemError for anything else
 */
export const outboxEntryOf = (image: Readonly<Record<string, object>>): OutboxEntry =>
  // the SDK and Lambda type the same attributes differently
  dataOf(image as Item, 'outbox');
