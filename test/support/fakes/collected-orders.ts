import type { WorkOrder } from '../../../lambdas/core/events/work-order.ts';
import type { QueuedOrder, WorkQueue } from '../../../lambdas/core/ports/work-queue.ts';

/** Every order that was sent, in order. */
export class CollectedOrders implements WorkQueue {
  readonly sent: QueuedOrder[] = [];
  #failure: Error | undefined;

  async send(orders: readonly QueuedOrder[]): Promise<void> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    this.sent.push(...orders);
  }

  /** Takes all that is waiting away, as a worker would. */
  drain(): readonly WorkOrder[] {
    return this.sent.splice(0).map(({ order }) => order);
  }

  /** The next call throws and takes nothing. */
  failNext(error: Error): void {
    this.#failure = error;
  }
}
