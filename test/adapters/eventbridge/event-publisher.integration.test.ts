import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, inject } from 'vitest';
import { z } from 'zod';
import { eventBridgePublisher } from '../../../lambdas/adapters/eventbridge/event-publisher.ts';
import { adminConfig } from '../../support/clients.ts';
import { eventPublisherContract } from '../../support/contract-suites/event-publisher.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { createQueue, takeFrom } from '../../support/queues.ts';

const emulator = inject('emulator');
const config = adminConfig(emulator, emulator.accounts.staging);
const client = new EventBridgeClient(config);

const deliveredSchema = z.object({ source: z.literal('mandate'), detail: z.object({ eventId: z.string() }) });

let count = 0;

describe('the publisher of EventBridge', () => {
  eventPublisherContract(async () => {
    count += 1;
    const busName = `published-${count}`;
    const queue = await createQueue(new SQSClient(config), busName);
    const onBus = { EventBusName: busName };
    await client.send(new CreateEventBusCommand({ Name: busName }));
    const EventPattern = JSON.stringify({ source: ['mandate'] });
    await client.send(new PutRuleCommand({ ...onBus, Name: 'all', EventPattern }));
    const Targets = [{ Id: 'queue', Arn: queue.arn }];
    await client.send(new PutTargetsCommand({ ...onBus, Rule: 'all', Targets }));
    return {
      publisher: eventBridgePublisher({ client, busName, clock: new FakeClock() }),
      arrived: async (expected) => {
        const messages = await takeFrom([queue], expected);
        return messages.map(({ Body = '' }) => deliveredSchema.parse(JSON.parse(Body)).detail.eventId);
      },
    };
  });
});
