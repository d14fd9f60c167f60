import { Logger } from '@aws-lambda-powertools/logger';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HeldMessage } from '../../lambdas/adapters/sqs/postpone-message.ts';
import type { Applied } from '../../lambdas/core/use-cases/apply-event.ts';
import { consumeEvents } from '../../lambdas/handlers/runtime/consume-events.ts';
import { CATALOG } from '../core/agents/registrations.ts';
import { anOwner, ownerId } from '../support/contract-suites/entities.ts';
import { FakeClock } from '../support/fakes/fake-clock.ts';
import { InMemoryStore } from '../support/fakes/in-memory-store.ts';
import { SequentialIdentifiers } from '../support/fakes/sequential-identifiers.ts';
import { batch, CONTEXT, delivered, message } from './messages.ts';

const REGISTRATION = {
  agentId: 'agent-one',
  environment: 'test',
  ownerId: 'e1',
  processId: 'support',
  profile: 'coding-agent',
  workload: { issuer: 'https://issuer.example', subject: 'workload-of-agent-one' },
};

describe('a lane of events', () => {
  let store: InMemoryStore;
  let postponed: HeldMessage[];
  let followed: Applied[];

  beforeEach(() => {
    store = new InMemoryStore();
    postponed = [];
    followed = [];
  });

  const receive = (...records: Parameters<typeof batch>) => {
    const ports = {
      ledger: store,
      registry: store,
      clock: new FakeClock(),
      identifiers: new SequentialIdentifiers(),
      catalog: CATALOG,
    };
    const lane = {
      ports,
      logger: new Logger({ logLevel: 'SILENT' }),
      postpone: async (held: HeldMessage) => void postponed.push(held),
    };
    return consumeEvents(lane, async (applied) => void followed.push(applied))(batch(...records), CONTEXT);
  };

  it('applies each event of a batch', async () => {
    const response = await receive(
      message(delivered('Owner Joined', { ownerId: 'e1' }, 'one'), { id: 'm1' }),
      message(delivered('Owner Joined', { ownerId: 'e2' }, 'two'), { id: 'm2' }),
    );

    expect(response).toEqual({ batchItemFailures: [] });
    expect(await store.owner(ownerId('e1'))).toMatchObject({ status: 'active' });
    expect(await store.owner(ownerId('e2'))).toMatchObject({ status: 'active' });
  });

  it('lets what follows from a stop happen at once', async () => {
    store.seed({ entity: 'owner', next: anOwner('e1') });

    await receive(message(delivered('Owner Left', { ownerId: 'e1' })));

    expect(followed).toEqual([{ outcome: 'applied', raised: expect.any(String) }]);
  });

  it('is done with an event it refuses, and with one it has had', async () => {
    const wrong = message(delivered('Owner Left', { ownerId: 'not an id' }), { id: 'm1' });
    const garbage = message('not json', { id: 'm2' });

    expect(await receive(wrong, garbage)).toEqual({ batchItemFailures: [] });
    expect(await receive(wrong, garbage)).toEqual({ batchItemFailures: [] });

    expect(store.rejected.map(({ detailType }) => detailType)).toEqual(['Owner Left', 'unknown']);
  });

  it('lets an event that waits for what it names come again soon, the others being done', async () => {
    const waiting = message(delivered('Agent Registered', REGISTRATION, 'one'), {
      id: 'm1',
      receiveCount: 2,
    });
    const other = message(delivered('Owner Joined', { ownerId: 'e2' }, 'two'), { id: 'm2' });

    const response = await receive(waiting, other);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(postponed).toEqual([{ receiptHandle: 'receipt-of-m1', receiveCount: 2 }]);
    expect(await store.owner(ownerId('e2'))).toBeDefined();
    expect(store.rejected).toEqual([]);
  });

  it('rejects it with its reasons at the last delivery, and never parks it', async () => {
    const response = await receive(message(delivered('Agent Registered', REGISTRATION), { receiveCount: 5 }));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(store.rejected[0]?.reasons.map(({ code }) => code)).toEqual(['owner-unknown', 'process-unknown']);
  });

  it('reports a message that failed, and only that', async () => {
    store.disturb('crash-before-write');

    const response = await receive(
      message(delivered('Owner Joined', { ownerId: 'e1' }, 'one'), { id: 'm1' }),
      message(delivered('Owner Joined', { ownerId: 'e2' }, 'two'), { id: 'm2' }),
    );

    expect(response.batchItemFailures).toHaveLength(1);
    expect(postponed).toEqual([]);
  });
});
