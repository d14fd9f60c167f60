import { beforeEach, describe, expect, it } from 'vitest';
import type { WorkOrder } from '../../../lambdas/core/events/work-order.ts';
import type { QueuedOrder, WorkQueue } from '../../../lambdas/core/ports/work-queue.ts';
import { agentId, environmentName, stopId, ulid } from './entities.ts';

export interface QueueUnderTest {
  readonly queue: WorkQueue;
  /** The orders that arrived since it was opened; waits until there are this many. */
  arrived(count: number): Promise<readonly WorkOrder[]>;
}

const production = environmentName('production');
const ofStop = { stopId: stopId(1), environment: production };

/** One of each kind. */
export const EVERY_ORDER: readonly WorkOrder[] = [
  { kind: 'provision-agent', agentId: agentId('agent-one') },
  { kind: 'activate-agent', agentId: agentId('agent-one') },
  { kind: 'spread-stop', stopId: stopId(1) },
  { kind: 'compile-stop-list', environment: production },
  { kind: 'verify-stop', ...ofStop },
  { kind: 'clear-stop', ...ofStop },
  { kind: 'clear-stop', ...ofStop, cursor: 'agent-one' },
];

export const queued = (orders: readonly WorkOrder[]): readonly QueuedOrder[] =>
  orders.map((order, index) => ({ order, orderId: `${ulid(1)}-${index}` }));

export const provisions = (count: number): readonly WorkOrder[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'provision-agent',
    agentId: agentId(`agent-${index}`),
  }));

const sorted = (orders: readonly WorkOrder[]): readonly string[] =>
  orders.map((order) => JSON.stringify(order)).sort();

/** What every work queue promises. */
export const workQueueContract = (open: () => Promise<QueueUnderTest>): void => {
  let subject: QueueUnderTest;

  beforeEach(async () => {
    subject = await open();
  });

  describe('sending orders', () => {
    it('brings each kind as it was given', async () => {
      await subject.queue.send(queued(EVERY_ORDER));

      expect(sorted(await subject.arrived(EVERY_ORDER.length))).toEqual(sorted(EVERY_ORDER));
    });

    it.each([1, 10, 23])('brings all of %i', async (count) => {
      await subject.queue.send(queued(provisions(count)));

      expect(sorted(await subject.arrived(count))).toEqual(sorted(provisions(count)));
    });

    it('is done at once when there are none', async () => {
      await subject.queue.send([]);
      await subject.queue.send(queued(provisions(1)));

      expect(await subject.arrived(1)).toEqual(provisions(1));
    });
  });
};
