import type { OutgoingEvent } from '../events/outgoing-event.ts';

export type PublishedEvent = OutgoingEvent & {
  /** The same however often it is published, so that consumers can tell a repetition. */
  readonly eventId: string;
};

export interface EventPublisher {
  /** In this order. Throws unless every event was taken; those that were may be published again on a repetition. */
  publish(events: readonly PublishedEvent[]): Promise<void>;
}
