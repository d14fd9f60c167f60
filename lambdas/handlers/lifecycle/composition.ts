import { Logger } from '@aws-lambda-powertools/logger';
import { SQSClient } from '@aws-sdk/client-sqs';
import { postponeMessage } from '../../adapters/sqs/postpone-message.ts';
import { catalogOf } from '../../contracts/catalog.ts';
import { readDeployment } from '../runtime/deployment.ts';
import { connectState } from '../runtime/state.ts';
import { variable } from '../runtime/variable.ts';

export const logger = new Logger();
export const ports = { ...connectState(), catalog: catalogOf(readDeployment()) };
export const postpone = postponeMessage({
  // the configured endpoint counts, also where a queue's URL names another host
  client: new SQSClient({ useQueueUrlAsEndpoint: false }),
  queueUrl: variable('QUEUE_URL'),
});
