import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { WorkOrder } from '../../core/events/work-order.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { QueuedOrder, WorkQueue } from '../../core/ports/work-queue.ts';
import { type NotTaken, sendAll } from '../batch/send-all.ts';
import { OrdersNotSentError } from './orders-not-sent-error.ts';

/** URLs of the queues that workers work off. */
export interface QueueUrls {
  /** FIFO: the orders of one environment are its message group. */
  readonly stopList: string;
  readonly verify: string;
  readonly provision: string;
}

export interface WorkQueueOptions {
  readonly client: SQSClient;
  readonly queueUrls: QueueUrls;
  readonly clock: Clock;
}

const QUEUE_OF: Readonly<Record<WorkOrder['kind'], keyof QueueUrls>> = {
  'compile-stop-list': 'stopList',
  'spread-stop': 'verify',
  'verify-stop': 'verify',
  'activate-agent': 'verify',
  'provision-agent': 'provision',
  'clear-stop': 'provision',
};

const LIMITS = {
  maxItems: 10,
  maxBytes: 256 * 1024,
  bytesOf: ({ order }: QueuedOrder) => Buffer.byteLength(JSON.stringify(order)),
};

/** Hands orders to the queues of their workers in calls of up to ten, those of each queue in their order. */
export const sqsWorkQueue = ({ client, queueUrls, clock }: WorkQueueOptions): WorkQueue => ({
  send: async (orders) => {
    for (const queue of ['stopList', 'verify', 'provision'] as const) {
      const own = orders.filter(({ order }) => QUEUE_OF[order.kind] === queue);
      await sendAll(own, {
        limits: LIMITS,
        clock,
        send: (batch) => sendMessages(client, queueUrls[queue], batch),
        failed: (items, why, options) =>
          new OrdersNotSentError(
            items.map(({ orderId }) => orderId),
            why,
            options,
          ),
      });
    }
  },
});

const sendMessages = async (
  client: SQSClient,
  QueueUrl: string,
  orders: readonly QueuedOrder[],
): Promise<readonly NotTaken<QueuedOrder>[]> => {
  const Entries = orders.map(entryOf);
  const { Successful = [], Failed = [] } = await client.send(
    new SendMessageBatchCommand({ QueueUrl, Entries }),
  );
  const taken = new Set(Successful.map(({ Id }) => Id));
  const codes = new Map(Failed.map(({ Id, Code }) => [Id, Code]));
  return orders.flatMap((item, index) =>
    taken.has(String(index)) ? [] : [{ item, code: codes.get(String(index)) ?? 'NoAnswer' }],
  );
};

const entryOf = ({ order, orderId }: QueuedOrder, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: JSON.stringify(order),
  ...(order.kind === 'compile-stop-list' && {
    MessageGroupId: order.environment,
    MessageDeduplicationId: orderId,
  }),
});
