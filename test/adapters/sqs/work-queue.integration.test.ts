import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { sqsWorkQueue } from '../../../lambdas/adapters/sqs/work-queue.ts';
import { parseWorkOrder } from '../../../lambdas/contracts/work-order.ts';
import type { WorkQueue } from '../../../lambdas/core/ports/work-queue.ts';
import { adminConfig } from '../../support/clients.ts';
import { environmentName } from '../../support/contract-suites/entities.ts';
import { queued, workQueueContract } from '../../support/contract-suites/work-queue.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { createQueue, type QueueUnderTest, takeFrom } from '../../support/queues.ts';

const emulator = inject('emulator');
const client = new SQSClient(adminConfig(emulator, emulator.accounts.staging));

let queue: WorkQueue;
let queues: Readonly<Record<'stopList' | 'verify' | 'provision', QueueUnderTest>>;
let count = 0;

beforeEach(async () => {
  count += 1;
  const named = (name: string) => createQueue(client, `work-${count}-${name}`);
  queues = {
    stopList: await named('stop-list.fifo'),
    verify: await named('verify'),
    provision: await named('provision'),
  };
  const { stopList, verify, provision } = queues;
  const queueUrls = { stopList: stopList.url, verify: verify.url, provision: provision.url };
  queue = sqsWorkQueue({ client, queueUrls, clock: new FakeClock() });
});

describe('the work queue of SQS', () => {
  workQueueContract(async () => ({
    queue,
    arrived: async (expected) => {
      const messages = await takeFrom(Object.values(queues), expected);
      return messages.map(({ Body = '' }) => parseWorkOrder(Body));
    },
  }));

  it('takes an order to compile once, however often it is sent, and groups them by environment', async () => {
    const environments = ['production', 'staging', 'production'].map(environmentName);
    const orders = queued(environments.map((environment) => ({ kind: 'compile-stop-list', environment })));

    await queue.send(orders);
    await queue.send(orders);

    const messages = await takeFrom([queues.stopList], 3);
    expect(await queues.stopList.receive()).toEqual([]);
    expect(messages.map(({ Attributes }) => Attributes?.MessageGroupId).toSorted()).toEqual([
      'production',
      'production',
      'staging',
    ]);
  });
});
