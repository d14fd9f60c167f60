import type { WorkOrder } from '../events/work-order.ts';

export interface QueuedOrder {
  readonly order: WorkOrder;
  /** The same however often it is sent, so that a queue that can tell repetitions takes it once. */
  readonly orderId: string;
}

/** Orders for the workers; delivered at least once. Orders to compile one environment's stop list stay in order. */
export interface WorkQueue {
  /** Throws unless every order was taken; those that were may be taken again when the call is repeated. */
  send(orders: readonly QueuedOrder[]): Promise<void>;
}
