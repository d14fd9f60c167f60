import { SQSClient } from '@aws-sdk/client-sqs';
import { postponeMessage } from '../../adapters/sqs/postpone-message.ts';
import { variable } from './variable.ts';

/** The queue that this function works off: lets its messages come again soon. */
export const postponeOnOwnQueue = () =>
  postponeMessage({
    // the configured endpoint counts, also where a queue's URL names another host
    client: new SQSClient({ useQueueUrlAsEndpoint: false }),
    queueUrl: variable('QUEUE_URL'),
  });
