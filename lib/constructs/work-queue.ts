import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MAX_RECEIVE_COUNT } from '../../lambdas/contracts/delivery.ts';
import type { Permission } from './mandate-function.ts';

export interface WorkQueueProps {
  /** Without `.fifo`. */
  readonly queueName: string;
  /** @default false */
  readonly fifo?: boolean;
  /** Timeout of the function that works it off. */
  readonly consumerTimeout: Duration;
}

export interface ConsumeOptions {
  readonly batchSize: number;
  /** How many batches are worked on at once, so that a flood cannot use up the account's concurrency. */
  readonly maxConcurrency: number;
}

/** As Lambda wants it: room for retries of throttled invocations within one receipt. */
const VISIBILITY_FACTOR = 6;

/** What Lambda's poller does in the name of the function that works the queue off. */
export const consumePermission = (queueArn: string): Permission => ({
  sid: 'ConsumeQueue',
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  resources: [queueArn],
});

/** A queue, and the one where its messages are parked when they fail again and again. */
export class WorkQueue extends Construct {
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const suffix = props.fifo ? '.fifo' : '';
    const shared = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.fifo && { fifo: true, contentBasedDeduplication: false }),
    };
    const deadLetterQueue = new Queue(this, 'DeadLetters', {
      ...shared,
      queueName: `${props.queueName}-dlq${suffix}`,
      retentionPeriod: Duration.days(14),
    });
    this.deadLetterQueue = deadLetterQueue;
    this.queue = new Queue(this, 'Queue', {
      ...shared,
      queueName: `${props.queueName}${suffix}`,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(props.consumerTimeout.toSeconds() * VISIBILITY_FACTOR),
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }

  /** Lets the function work the queue off; it reports the messages that failed, the others are done. */
  consumeWith(consumer: IFunction, options: ConsumeOptions): EventSourceMapping {
    return new EventSourceMapping(this, 'Consumer', {
      target: consumer,
      eventSourceArn: this.queue.queueArn,
      batchSize: options.batchSize,
      maxConcurrency: options.maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
