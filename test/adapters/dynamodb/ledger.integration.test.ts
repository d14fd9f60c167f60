import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../../lambdas/core/ports/ledger.ts';
import { anAgent, anEvent, nextOf, registration, update } from '../../support/contract-suites/entities.ts';
import { type DynamoStore, openDynamoStore } from './dynamo-store.ts';
import { connectionReset, interceptCalls, recordCalls } from './intercept-calls.ts';

const agent = anAgent('support-assistant');
const inbox = { source: 'acme.itsm', eventId: 'e-1' };
const order = { kind: 'provision-agent', agentId: agent.agentId } as const;
const fullRegistration: Change = {
  ...registration(agent),
  inbox,
  events: [anEvent('registered')],
  work: [order],
};

let store: DynamoStore;

beforeEach(async () => {
  store = await openDynamoStore();
});

const canceled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

/** Lets the next commits fail so, `times` times, whatever would become of them. */
const failCommits = (error: Error, times: number): void => {
  let left = times;
  interceptCalls(store.table, ({ operation, send }) => {
    if (operation !== 'TransactWriteItems' || left === 0) return send();
    left -= 1;
    return Promise.reject(error);
  });
};

/** Lets the next `times` commits happen and their answers get lost, unless it ends before. */
const loseAnswers = (times: number): { end(): void } => {
  let left = times;
  interceptCalls(store.table, async ({ operation, send }) => {
    const sent = await send();
    if (operation !== 'TransactWriteItems' || left === 0) return sent;
    left -= 1;
    throw connectionReset();
  });
  return {
    end: () => {
      left = 0;
    },
  };
};

describe('a commit whose answer is lost', () => {
  it.each([
    ['with an inbox', fullRegistration],
    ['without one', registration(agent)],
  ])('is repeated and happens once, %s', async (_, change) => {
    const calls = recordCalls(store.table);
    loseAnswers(1);

    expect(await store.ledger.commit(change)).toBe('committed');
    expect(calls.filter(({ operation }) => operation === 'TransactWriteItems')).toHaveLength(2);
    expect(await store.auditOf('agent:support-assistant')).toHaveLength(1);
  });

  it('is a duplicate when the event comes again after every attempt failed', async () => {
    const outage = loseAnswers(Number.POSITIVE_INFINITY);
    await expect(store.ledger.commit(fullRegistration)).rejects.toThrow('socket hang up');
    outage.end();

    expect(await store.ledger.commit(fullRegistration)).toBe('duplicate');
    expect(await store.ledger.hasSeen(inbox)).toBe(true);
    expect(await store.outbox()).toEqual({ events: [anEvent('registered')], work: [order] });
  });

  it('is a conflict without an inbox, which a fresh read explains', async () => {
    const next = nextOf(agent, { displayName: 'renamed' });
    await store.ledger.commit(registration(agent));
    const outage = loseAnswers(Number.POSITIVE_INFINITY);
    await expect(store.ledger.commit(update(next, agent))).rejects.toThrow('socket hang up');
    outage.end();

    expect(await store.ledger.commit(update(next, agent))).toBe('conflict');
    expect(await store.registry.agent(agent.agentId)).toEqual(next);
  });

  it('leaves nothing behind when it never arrived', async () => {
    failCommits(connectionReset(), Number.POSITIVE_INFINITY);

    await expect(store.ledger.commit(fullRegistration)).rejects.toThrow('socket hang up');
    expect(await store.items()).toEqual([]);
  });
});

describe('a commit that meets another transaction', () => {
  it('is tried again while what it relies on may still hold', async () => {
    failCommits(canceled('None', 'TransactionConflict'), 3);

    expect(await store.ledger.commit(fullRegistration)).toBe('committed');
    expect(store.clock.sleeps).toHaveLength(3);
  });

  it('is a conflict when that does not help, and stores nothing', async () => {
    failCommits(canceled('None', 'TransactionConflict'), 4);

    expect(await store.ledger.commit(fullRegistration)).toBe('conflict');
    expect(await store.items()).toEqual([]);
  });

  it('fails as DynamoDB does when it is throttled', async () => {
    failCommits(canceled('None', 'ThrottlingError'), 1);

    await expect(store.ledger.commit(fullRegistration)).rejects.toThrow(TransactionCanceledException);
  });
});
