import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventBridgePublisher } from '../../../lambdas/adapters/eventbridge/event-publisher.ts';
import { ulid } from '../../support/contract-suites/entities.ts';
import {
  eventPublisherContract,
  published,
  publishedUpTo,
} from '../../support/contract-suites/event-publisher.ts';
import { CollectedEvents } from '../../support/fakes/collected-events.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import {
  clientOf,
  type ServiceAnswer,
  type ServiceCall,
  scriptedService,
} from '../../support/scripted-service.ts';

const entriesSchema = z.object({
  Entries: z.array(z.looseObject({ Detail: z.string().transform((text) => JSON.parse(text)) })),
});
const entriesOf = (call: ServiceCall) => entriesSchema.parse(call.json).Entries;
const idsOf = (call: ServiceCall): readonly string[] => entriesOf(call).map(({ Detail }) => Detail.eventId);

/** Takes every event but those whose ids are refused, each with the code and as often as told. */
const busThatRefuses = (refusals: Readonly<Record<string, readonly string[]>>) => {
  const left = new Map(Object.entries(refusals).map(([id, codes]) => [id, [...codes]]));
  return (call: ServiceCall): ServiceAnswer => {
    const Entries = idsOf(call).map((id) => {
      const ErrorCode = left.get(id)?.shift();
      return ErrorCode === undefined ? { EventId: `bus-${id}` } : { ErrorCode, ErrorMessage: 'no' };
    });
    return jsonAnswer({ Entries, FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length });
  };
};

const jsonAnswer = (body: object, status = 200): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

const publisherAt = async (answer: (call: ServiceCall) => ServiceAnswer) => {
  const service = await scriptedService(answer);
  const clock = new FakeClock();
  const client = new EventBridgeClient(clientOf(service));
  return { service, clock, publisher: eventBridgePublisher({ client, busName: 'mandate', clock }) };
};

describe('the events that are collected', () => {
  eventPublisherContract(async () => {
    const publisher = new CollectedEvents();
    return { publisher, arrived: async () => publisher.published.map(({ eventId }) => eventId) };
  });
});

describe('the publisher of EventBridge', () => {
  it('says whose event it is, what kind, when and why', async () => {
    const { service, publisher } = await publisherAt(busThatRefuses({}));
    const event = published(1);

    await publisher.publish([event]);

    expect(service.calls.flatMap(entriesOf)).toEqual([
      {
        EventBusName: 'mandate',
        Source: 'mandate',
        DetailType: 'Event Rejected',
        Time: Date.parse(event.occurredAt) / 1000,
        Detail: {
          ...event.detail,
          version: 1,
          eventId: ulid(1),
          occurredAt: event.occurredAt,
          causedBy: event.causedBy,
        },
      },
    ]);
  });

  it('sends ten at a time, in their order', async () => {
    const { service, publisher } = await publisherAt(busThatRefuses({}));

    await publisher.publish(publishedUpTo(23));

    expect(service.calls.map((call) => idsOf(call).length)).toEqual([10, 10, 3]);
    expect(service.calls.flatMap(idsOf)).toEqual(publishedUpTo(23).map(({ eventId }) => eventId));
  });

  it('sends no more than 256 KB at a time', async () => {
    const { service, publisher } = await publisherAt(busThatRefuses({}));
    const large = (number: number) => published(number, 'ä'.repeat(50_000));

    await publisher.publish([large(1), large(2), large(3), published(4)]);

    expect(service.calls.map(idsOf)).toEqual([
      [ulid(1), ulid(2)],
      [ulid(3), ulid(4)],
    ]);
  });

  it('sends again what was not taken, and only that, before it goes on', async () => {
    const bus = busThatRefuses({ [ulid(3)]: ['InternalFailure', 'ThrottlingException'] });
    const { service, clock, publisher } = await publisherAt(bus);

    await publisher.publish(publishedUpTo(12));

    expect(service.calls.slice(1).map(idsOf)).toEqual([[ulid(3)], [ulid(3)], [ulid(11), ulid(12)]]);
    expect(clock.sleeps).toEqual([100, 200]);
  });

  it('throws in the end, and says which and why', async () => {
    const refusals = Array.from({ length: 5 }, () => 'InternalFailure');
    const bus = busThatRefuses({ [ulid(2)]: refusals, [ulid(3)]: [...refusals.slice(1), 'Throttled'] });
    const { service, publisher } = await publisherAt(bus);

    await expect(publisher.publish(publishedUpTo(12))).rejects.toMatchObject({
      name: 'EventsNotPublishedError',
      code: 'events-not-published',
      eventIds: [ulid(2), ulid(3)],
      message: '2 events were not taken by the bus: 1 InternalFailure, 1 Throttled',
    });
    expect(service.calls).toHaveLength(5);
  });

  it('throws when the call itself fails, with its cause', async () => {
    const { publisher } = await publisherAt(() => jsonAnswer({ __type: 'AccessDeniedException' }, 400));

    await expect(publisher.publish(publishedUpTo(2))).rejects.toMatchObject({
      code: 'events-not-published',
      eventIds: [ulid(1), ulid(2)],
      cause: { name: 'AccessDeniedException' },
    });
  });

  it('takes no silence for consent', async () => {
    const { publisher } = await publisherAt(() => jsonAnswer({ Entries: [], FailedEntryCount: 0 }));

    await expect(publisher.publish([published(1)])).rejects.toThrow('1 NoAnswer');
  });
});
