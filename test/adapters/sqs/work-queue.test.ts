import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sqsWorkQueue } from '../../../lambdas/adapters/sqs/work-queue.ts';
import {
  EVERY_ORDER,
  provisions,
  queued,
  workQueueContract,
} from '../../support/contract-suites/work-queue.ts';
import { CollectedOrders } from '../../support/fakes/collected-orders.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import {
  clientOf,
  type ServiceAnswer,
  type ServiceCall,
  scriptedService,
} from '../../support/scripted-service.ts';

const batchSchema = z.object({
  QueueUrl: z.string(),
  Entries: z.array(z.looseObject({ Id: z.string(), MessageBody: z.string() })),
});
const batchOf = (call: ServiceCall) => batchSchema.parse(call.json);
const agentsOf = (call: ServiceCall): readonly string[] =>
  batchOf(call).Entries.map(({ MessageBody }) => JSON.parse(MessageBody).agentId);

const jsonAnswer = (body: object, status = 200): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

/** Takes every message but those that hold a text of `refusals`, as often as told. */
const queueThatRefuses = (refusals: Readonly<Record<string, number>> = {}) => {
  const left = new Map(Object.entries(refusals));
  return (call: ServiceCall): ServiceAnswer => {
    const refused = batchOf(call).Entries.filter(({ MessageBody }) =>
      [...left].some(([text, times]) => {
        if (times === 0 || !MessageBody.includes(text)) return false;
        left.set(text, times - 1);
        return true;
      }),
    );
    const taken = batchOf(call).Entries.filter((entry) => !refused.some(({ Id }) => Id === entry.Id));
    return jsonAnswer({
      Successful: taken.map(({ Id }) => ({ Id, MessageId: `m-${Id}`, MD5OfMessageBody: '' })),
      Failed: refused.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
    });
  };
};

const queueAt = async (answer: (call: ServiceCall) => ServiceAnswer) => {
  const service = await scriptedService(answer);
  const clock = new FakeClock();
  const urlOf = (name: string) => `${service.endpoint}/111111111111/${name}`;
  const queueUrls = { stopList: urlOf('stops.fifo'), verify: urlOf('verify'), provision: urlOf('provision') };
  // the answers carry no digests of the messages
  const client = new SQSClient({ ...clientOf(service), md5: false });
  return { service, clock, queue: sqsWorkQueue({ client, queueUrls, clock }) };
};

describe('the orders that are collected', () => {
  workQueueContract(async () => {
    const queue = new CollectedOrders();
    return { queue, arrived: async () => queue.drain() };
  });
});

describe('the work queue of SQS', () => {
  it('sends each kind to the queue of its worker', async () => {
    const { service, queue } = await queueAt(queueThatRefuses());

    await queue.send(queued(EVERY_ORDER));

    const kinds = service.calls.map((call) => ({
      queue: batchOf(call).QueueUrl.split('/').at(-1),
      kinds: batchOf(call).Entries.map(({ MessageBody }) => JSON.parse(MessageBody).kind),
    }));
    expect(kinds).toEqual([
      { queue: 'stops.fifo', kinds: ['compile-stop-list'] },
      { queue: 'verify', kinds: ['activate-agent', 'spread-stop', 'verify-stop'] },
      { queue: 'provision', kinds: ['provision-agent', 'clear-stop', 'clear-stop'] },
    ]);
  });

  it('keeps the orders to compile one environment’s list in order, each of them once', async () => {
    const { service, queue } = await queueAt(queueThatRefuses());

    await queue.send(queued(EVERY_ORDER.filter(({ kind }) => kind === 'compile-stop-list')));

    expect(batchOf(service.calls[0] ?? expect.fail('no call')).Entries).toEqual([
      {
        Id: '0',
        MessageBody: '{"kind":"compile-stop-list","environment":"production"}',
        MessageGroupId: 'production',
        MessageDeduplicationId: queued(EVERY_ORDER)[0]?.orderId,
      },
    ]);
  });

  it('sends ten at a time, in their order', async () => {
    const { service, queue } = await queueAt(queueThatRefuses());

    await queue.send(queued(provisions(23)));

    expect(service.calls.map((call) => agentsOf(call).length)).toEqual([10, 10, 3]);
    expect(service.calls.flatMap(agentsOf)).toEqual(
      queued(provisions(23)).map((_, index) => `agent-${index}`),
    );
  });

  it('sends again what was not taken, and only that', async () => {
    const { service, clock, queue } = await queueAt(queueThatRefuses({ 'agent-1': 2 }));

    await queue.send(queued(provisions(3)));

    expect(service.calls.slice(1).map(agentsOf)).toEqual([['agent-1'], ['agent-1']]);
    expect(clock.sleeps).toEqual([100, 200]);
  });

  it('throws in the end, and says which and why', async () => {
    const { queue } = await queueAt(queueThatRefuses({ 'agent-1': 5 }));
    const orders = queued(provisions(3));

    await expect(queue.send(orders)).rejects.toMatchObject({
      name: 'OrdersNotSentError',
      code: 'orders-not-sent',
      orderIds: [orders[1]?.orderId],
      message: '1 orders were not taken by their queue: 1 InternalError',
    });
  });

  it('throws when the call itself fails, with its cause', async () => {
    const answer = jsonAnswer({ __type: 'com.amazonaws.sqs#QueueDoesNotExist' }, 400);
    const { queue } = await queueAt(() => answer);

    await expect(queue.send(queued(provisions(2)))).rejects.toMatchObject({
      code: 'orders-not-sent',
      cause: { name: 'QueueDoesNotExist' },
    });
  });

  it('takes no silence for consent', async () => {
    const { queue } = await queueAt(() => jsonAnswer({ Successful: [], Failed: [] }));

    await expect(queue.send(queued(provisions(1)))).rejects.toThrow('1 NoAnswer');
  });
});
