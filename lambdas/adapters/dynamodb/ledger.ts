import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { millisecondsOf } from '../../core/kernel/instant.ts';
import { ChangeTooLargeError, checkChange, MAX_ITEMS } from '../../core/ports/check-change.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { IdentifierSource } from '../../core/ports/identifier-source.ts';
import type { Change, CommitOutcome, Ledger } from '../../core/ports/ledger.ts';
import { auditSteps, headsOf, subjectsOf } from './audit-steps.ts';
import { type CommitFailure, failureIn } from './commit-failure.ts';
import { inboxKey } from './keys.ts';
import { outboxItems } from './outbox-item.ts';
import { plainValue } from './plain-value.ts';
import { isAbsent, put, type Step } from './step.ts';
import { toItem } from './stored-item.ts';
import { readItem, type Table } from './table.ts';
import { guardStep, writeSteps } from './write-steps.ts';

const DAY_SECONDS = 86_400;
/** Longer than any queue, archive or emitter keeps an event to send it again. */
const INBOX_DAYS = 90;
/** The stream holds an item for one day; the rest is for people who look into what was not published. */
const OUTBOX_DAYS = 7;

export interface LedgerOptions {
  readonly table: Table;
  readonly clock: Clock;
  readonly identifiers: IdentifierSource;
}

/**
 * A change is one TransactWriteItems: inbox marker, entities with their index, guards, audit and outbox.
 *
 * Cost: one round trip, and one batch read before it when an audit head is not given. Every item of up to 1 KB takes 2
 * write units, guards too. A lease with its record, head, event and three guards: 7 items, 14 units. A registration
 * (inbox, agent, binding, two index items, two guards, record, head, event, order): 11 items, 22 units.
 *
 * A lost answer: the SDK sends the same request with the same token again, which DynamoDB answers as it did the first
 * time. If that fails too, the commit throws though everything may be stored: its repetition is a duplicate when it has
 * an inbox, else a conflict, and a fresh read shows what happened.
 */
export const dynamoDbLedger = (options: LedgerOptions): Ledger => ({
  commit: async (given) => {
    const { table, clock, identifiers } = options;
    const change = plainValue(given);
    checkChange(change);
    const now = Math.floor(millisecondsOf(clock.now()) / 1000);
    const commitId = identifiers.next();
    const outbox = outboxItems(change, { commitId, ttl: now + OUTBOX_DAYS * DAY_SECONDS });
    const steps = [...inboxSteps(change, now), ...change.writes.flatMap(writeSteps)];
    steps.push(...(change.guards ?? []).map(guardStep), ...outbox.map((item) => put(item)));
    const subjects = subjectsOf(change.audit);
    const size = steps.length + change.audit.length + subjects.length;
    if (size > MAX_ITEMS) throw new ChangeTooLargeError(size);
    const heads = await headsOf(table, subjects, change.auditHeads ?? []);
    steps.push(...auditSteps(change.audit, heads));
    return transact(options, steps, { commitId, hasInbox: change.inbox !== undefined });
  },

  hasSeen: async ({ source, eventId }) =>
    (await readItem(options.table, inboxKey(source, eventId), 'inbox')) !== undefined,
});

const inboxSteps = ({ inbox }: Change, now: number): readonly Step[] => {
  if (inbox === undefined) return [];
  const at = {
    ...inboxKey(inbox.source, inbox.eventId),
    kind: 'inbox',
    ttl: now + INBOX_DAYS * DAY_SECONDS,
  } as const;
  return [put(toItem(at, inbox), isAbsent)];
};

/** Many leases at once rely on the same owner and process, and DynamoDB lets only one of them at an item at a time. */
const ATTEMPTS = 4;
const PAUSE_MILLISECONDS = 10;

const transact = async (
  { table, clock }: LedgerOptions,
  steps: readonly Step[],
  { commitId, hasInbox }: { readonly commitId: string; readonly hasInbox: boolean },
): Promise<CommitOutcome> => {
  if (steps.length === 0) return 'committed';
  const TransactItems = steps.map((step) => step(table.tableName));
  const command = new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: commitId });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const failure = await failureOf(() => table.client.send(command), hasInbox);
    if (failure === undefined) return 'committed';
    if (failure !== 'contention') return failure;
    if (attempt < ATTEMPTS) await clock.sleep(Math.random() * PAUSE_MILLISECONDS * 2 ** attempt);
  }
  return 'conflict';
};

const failureOf = async (
  send: () => Promise<unknown>,
  hasInbox: boolean,
): Promise<CommitFailure | undefined> => {
  try {
    await send();
    return undefined;
  } catch (error) {
    const failure = failureIn(error, hasInbox);
    if (failure === undefined) throw error;
    return failure;
  }
};
