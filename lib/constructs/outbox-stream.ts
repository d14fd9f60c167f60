import { Duration, Validations } from 'aws-cdk-lib';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface OutboxStreamProps {
  readonly streamArn: string;
  readonly consumer: IFunction;
  readonly deadLetterQueueName: string;
}

/**
 * Retries are bounded, because one record that can never be published would hold up every event and stop behind it.
 * Nothing is lost: what is given up is named in the dead-letter queue, and the item itself stays in the table.
 */
const RETRY_ATTEMPTS = 30;

/** The table's stream, from which the outbox publishes what a transaction has committed. */
export class OutboxStream extends Construct {
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, props: OutboxStreamProps) {
    super(scope, id);
    const deadLetterQueue = new Queue(this, 'DeadLetters', {
      queueName: props.deadLetterQueueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(deadLetterQueue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue, of a stream: the rule knows those of queues only',
    });
    this.deadLetterQueue = deadLetterQueue;
    new EventSourceMapping(this, 'Consumer', {
      target: props.consumer,
      eventSourceArn: props.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 1,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: RETRY_ATTEMPTS,
      onFailure: new SqsDlq(deadLetterQueue),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { kind: { S: FilterRule.isEqual('outbox') } } },
        }),
      ],
    });
  }
}
