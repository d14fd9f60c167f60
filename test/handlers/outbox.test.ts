import { beforeEach, describe, expect, it, vi } from 'vitest';
import { outboxItems } from '../../lambdas/adapters/dynamodb/outbox-item.ts';
import { handler } from '../../lambdas/handlers/outbox/handler.ts';
import { aChange, agentId, anEvent, ulid } from '../support/contract-suites/entities.ts';
import { CONTEXT } from './messages.ts';

const sent = vi.hoisted(() => ({ log: [] as string[], failing: '' }));

vi.mock('../../lambdas/handlers/outbox/composition.ts', async () => {
  const { Logger } = await import('@aws-lambda-powertools/logger');
  const take = (what: string) => {
    if (sent.failing === what) throw new Error(`${what} is out of order`);
  };
  return {
    logger: new Logger({ logLevel: 'SILENT' }),
    queue: {
      send: async (orders: readonly { order: { kind: string } }[]) => {
        take('queue');
        sent.log.push(...orders.map(({ order }) => order.kind));
      },
    },
    publisher: {
      publish: async (events: readonly { type: string; eventId: string }[]) => {
        take('publisher');
        sent.log.push(...events.map(({ type }) => type));
      },
    },
  };
});

const CHANGE = aChange({
  events: [anEvent('e1')],
  work: [{ kind: 'provision-agent', agentId: agentId('agent-one') }],
});

/** A record of the table's stream, as Lambda hands it over. */
const streamEvent = () => ({
  Records: outboxItems(CHANGE, { commitId: ulid(1), ttl: 1_800_000_000 }).map((image, index) => ({
    eventID: `c4ca4238a0b923820dcc509a6f75849b${index}`,
    eventName: 'INSERT' as const,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    dynamodb: {
      Keys: { pk: image['pk'], sk: image['sk'] },
      NewImage: image,
      SequenceNumber: String(111 + index),
      SizeBytes: 400,
      StreamViewType: 'NEW_AND_OLD_IMAGES' as const,
    },
    eventSourceARN: 'arn:aws:dynamodb:eu-central-1:111111111111:table/mandate/stream/2026-11-24T00:00:00.000',
  })),
});

describe('the outbox', () => {
  beforeEach(() => {
    sent.log.length = 0;
    sent.failing = '';
  });

  it('hands on what a transaction left behind, orders before events', async () => {
    await handler(JSON.parse(JSON.stringify(streamEvent())), CONTEXT);

    expect(sent.log).toEqual(['provision-agent', 'Event Rejected']);
  });

  it.each(['queue', 'publisher'])(
    'fails as a whole when the %s does, so that all comes again',
    async (failing) => {
      sent.failing = failing;

      await expect(handler(JSON.parse(JSON.stringify(streamEvent())), CONTEXT)).rejects.toThrow(
        'out of order',
      );
    },
  );

  it('refuses a record that is none of its own', async () => {
    const [record] = streamEvent().Records;
    const foreign = {
      ...record,
      dynamodb: { ...record?.dynamodb, NewImage: { pk: { S: 'x' }, sk: { S: 'y' } } },
    };

    await expect(handler(JSON.parse(JSON.stringify({ Records: [foreign] })), CONTEXT)).rejects.toMatchObject({
      name: 'StoredItemError',
    });
  });
});
