import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import { outboxEntryOf } from '../../adapters/dynamodb/outbox-item.ts';
import { logger, publisher, queue } from './composition.ts';

/**
 * Publishes what the table's transactions left in the outbox, orders first: what stops access waits for nothing. A
 * failure throws and brings the whole batch again: each is sent at least once, under the same id.
 */
export const handler = async (event: DynamoDBStreamEvent, context: Context): Promise<void> => {
  logger.addContext(context);
  const images = event.Records.map(({ dynamodb }) => dynamodb?.NewImage);
  const entries = images.filter((image) => image !== undefined).map((image) => outboxEntryOf(image));
  const orders = entries.flatMap((entry) => (entry.kind === 'order' ? [entry.order] : []));
  const events = entries.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
  await queue.send(orders);
  await publisher.publish(events);
  logger.info('outbox published', {
    orders: orders.map(({ order }) => order.kind),
    events: events.map(({ type }) => type),
  });
};
