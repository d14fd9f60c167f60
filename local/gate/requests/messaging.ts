import { type Need, text } from '../wire.ts';
import { arn, arnOr, type Mapping, type MappingInput } from './mapping.ts';

/** SQS (JSON and query protocol) and SNS. */

const queueActions: Readonly<Record<string, string>> = {
  SendMessage: 'SendMessage',
  SendMessageBatch: 'SendMessage',
  ReceiveMessage: 'ReceiveMessage',
  DeleteMessage: 'DeleteMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibility: 'ChangeMessageVisibility',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  GetQueueAttributes: 'GetQueueAttributes',
  SetQueueAttributes: 'SetQueueAttributes',
  GetQueueUrl: 'GetQueueUrl',
  PurgeQueue: 'PurgeQueue',
  CreateQueue: 'CreateQueue',
  DeleteQueue: 'DeleteQueue',
  ListQueueTags: 'ListQueueTags',
  TagQueue: 'TagQueue',
  UntagQueue: 'UntagQueue',
  ListDeadLetterSourceQueues: 'ListDeadLetterSourceQueues',
};

export const mapSqs: Mapping = (input) => {
  if (input.call.operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
  const action = queueActions[input.call.operation];
  const resource = queueArn(input);
  return action === undefined || resource === undefined ? undefined : [{ action: `sqs:${action}`, resource }];
};

function queueArn(input: MappingInput): string | undefined {
  const { params, region } = input.call;
  // the query protocol may carry the queue in the path of the request
  const [given, path] = [text(params['QueueUrl']), text(params['@path'])];
  if (given !== undefined && path !== undefined && !given.endsWith(path)) return undefined;
  const url = given ?? path;
  if (url !== undefined) {
    const [account, name] = url
      .split('/')
      .filter((part) => part !== '')
      .slice(-2);
    return account !== undefined && name !== undefined && /^\d{12}$/.test(account)
      ? `arn:aws:sqs:${region}:${account}:${name}`
      : undefined;
  }
  const name = text(params['QueueName']);
  const owner = text(params['QueueOwnerAWSAccountId']) ?? input.account;
  return name === undefined ? undefined : `arn:aws:sqs:${region}:${owner}:${name}`;
}

const topicOperations = new Set([
  'GetTopicAttributes',
  'SetTopicAttributes',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'ConfirmSubscription',
]);

export const mapSns: Mapping = (input): Need[] | undefined => {
  const { operation, params } = input.call;
  const topic = text(params['TopicArn']);
  if (operation === 'Publish' || operation === 'PublishBatch') {
    const target = topic ?? text(params['TargetArn']);
    return target === undefined ? undefined : [{ action: 'sns:Publish', resource: target }];
  }
  if (operation === 'ListTopics' || operation === 'ListSubscriptions')
    return [{ action: `sns:${operation}`, resource: '*' }];
  const name = text(params['Name']);
  if (operation === 'CreateTopic' && name !== undefined) {
    return [{ action: 'sns:CreateTopic', resource: arnOr(name, (plain) => arn(input, 'sns', plain)) }];
  }
  return topicOperations.has(operation) && topic !== undefined
    ? [{ action: `sns:${operation}`, resource: topic }]
    : undefined;
};
