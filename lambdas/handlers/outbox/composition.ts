import { Logger } from '@aws-lambda-powertools/logger';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { eventBridgePublisher } from '../../adapters/eventbridge/event-publisher.ts';
import { sqsWorkQueue } from '../../adapters/sqs/work-queue.ts';
import { SystemClock } from '../../adapters/system/system-clock.ts';
import { variable } from '../runtime/variable.ts';

const clock = new SystemClock();

export const logger = new Logger();
export const publisher = eventBridgePublisher({
  client: new EventBridgeClient({}),
  busName: variable('BUS_NAME'),
  clock,
});
export const queue = sqsWorkQueue({
  // the configured endpoint counts, also where a queue's URL names another host
  client: new SQSClient({ useQueueUrlAsEndpoint: false }),
  queueUrls: {
    stopList: variable('STOP_LIST_QUEUE_URL'),
    verify: variable('VERIFY_QUEUE_URL'),
    provision: variable('PROVISION_QUEUE_URL'),
  },
  clock,
});
