/** A queue did not take every order; those that it took may come again with the next attempt. */
export class OrdersNotSentError extends Error {
  override readonly name = 'OrdersNotSentError';
  readonly code = 'orders-not-sent';
  /** Of those that were refused, or whose call failed. */
  readonly orderIds: readonly string[];

  /** @param why what the queue said */
  constructor(orderIds: readonly string[], why: string, options?: ErrorOptions) {
    super(`${orderIds.length} orders were not taken by their queue: ${why}`, options);
    this.orderIds = orderIds;
  }
}
