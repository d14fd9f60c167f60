import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { millisecondsOf } from '../../core/kernel/instant.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { EventPublisher, PublishedEvent } from '../../core/ports/event-publisher.ts';
import type { BatchLimits } from '../batch/batches-of.ts';
import { type NotTaken, sendAll } from '../batch/send-all.ts';
import { EventsNotPublishedError } from './events-not-published-error.ts';

export interface EventPublisherOptions {
  readonly client: EventBridgeClient;
  readonly busName: string;
  readonly clock: Clock;
}

/** Whose events they are: the rules that take events in leave this source out. */
const SOURCE = 'mandate';
/** Of the shape of `detail`. */
const VERSION = 1;
/** Bytes that EventBridge counts for an entry's time. */
const TIME_BYTES = 14;

interface Item {
  readonly eventId: string;
  readonly entry: PutEventsRequestEntry;
}

const LIMITS: BatchLimits<Item> = {
  maxItems: 10,
  // EventBridge takes more by now, but not every consumer behind it
  maxBytes: 256 * 1024,
  bytesOf: ({ entry: { DetailType = '', Detail = '' } }) =>
    TIME_BYTES + Buffer.byteLength(SOURCE + DetailType + Detail),
};

/** Puts events on the bus in calls of up to ten, one after the other. */
export const eventBridgePublisher = ({ client, busName, clock }: EventPublisherOptions): EventPublisher => ({
  publish: (events) =>
    sendAll(
      events.map((event) => ({ eventId: event.eventId, entry: entryOf(event, busName) })),
      {
        limits: LIMITS,
        clock,
        send: (items) => putEvents(client, items),
        failed: (items, why, options) =>
          new EventsNotPublishedError(
            items.map(({ eventId }) => eventId),
            why,
            options,
          ),
      },
    ),
});

const entryOf = (
  { type, occurredAt, causedBy, detail, eventId }: PublishedEvent,
  busName: string,
): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: SOURCE,
  DetailType: type,
  Time: new Date(millisecondsOf(occurredAt)),
  Detail: JSON.stringify({ ...detail, version: VERSION, eventId, occurredAt, causedBy }),
});

const putEvents = async (
  client: EventBridgeClient,
  items: readonly Item[],
): Promise<readonly NotTaken<Item>[]> => {
  const { Entries = [] } = await client.send(
    new PutEventsCommand({ Entries: items.map(({ entry }) => entry) }),
  );
  return items.flatMap((item, index) => {
    const { EventId, ErrorCode = 'NoAnswer' } = Entries[index] ?? {};
    return EventId === undefined ? [{ item, code: ErrorCode }] : [];
  });
};
