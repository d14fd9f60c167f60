import { beforeEach, describe, expect, it } from 'vitest';
import type { EventPublisher, PublishedEvent } from '../../../lambdas/core/ports/event-publisher.ts';
import { anEvent, ulid } from './entities.ts';

export interface PublisherUnderTest {
  readonly publisher: EventPublisher;
  /** The events that arrived since it was opened, by their ids; waits until there are this many. */
  arrived(count: number): Promise<readonly string[]>;
}

export const published = (number: number, note = `event ${number}`): PublishedEvent => ({
  ...anEvent(note),
  eventId: ulid(number),
});

export const publishedUpTo = (count: number): readonly PublishedEvent[] =>
  Array.from({ length: count }, (_, index) => published(index + 1));

/** What every publisher promises. */
export const eventPublisherContract = (open: () => Promise<PublisherUnderTest>): void => {
  let subject: PublisherUnderTest;

  beforeEach(async () => {
    subject = await open();
  });

  describe('publishing events', () => {
    it.each([1, 10, 23])('publishes all of %i', async (count) => {
      const events = publishedUpTo(count);

      await subject.publisher.publish(events);

      expect((await subject.arrived(count)).toSorted()).toEqual(events.map(({ eventId }) => eventId));
    });

    it('is done at once when there are none', async () => {
      await subject.publisher.publish([]);
      await subject.publisher.publish([published(1)]);

      expect(await subject.arrived(1)).toEqual([ulid(1)]);
    });

    it('publishes again what is given again', async () => {
      await subject.publisher.publish([published(1)]);
      await subject.publisher.publish([published(1)]);

      expect(await subject.arrived(2)).toEqual([ulid(1), ulid(1)]);
    });
  });
};
