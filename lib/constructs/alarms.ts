import { Duration, Stack } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IMetric,
  Alarm as MetricAlarm,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface AlarmsProps {
  /** @default - nobody is told by mail */
  readonly email?: string | undefined;
}

interface AlarmSpec {
  readonly name: string;
  readonly description: string;
  readonly metric: IMetric;
  /** The alarm goes off above this. */
  readonly above: number;
}

const MINUTE = Duration.minutes(1);

/** One topic, and the alarms that people are woken for. Each description says what to do. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { account, region, partition } = Stack.of(this);
    // alarms say no more than their name: an encryption key would cost each month and protect nothing
    this.topic = new Topic(this, 'Topic', { topicName: 'mandate-alarms', enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:mandate-*` },
        },
      }),
    );
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  /** Goes off when a message is parked. */
  watchDeadLetters(id: string, queueName: string, queue: IQueue): void {
    this.add(id, {
      name: queueName,
      description: `Messages are parked in ${queueName}: see why in the log of its function, then redrive them`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' }),
      above: 0,
    });
  }

  /** Goes off when a message waits for longer than the queue is meant to take. */
  watchDelay(id: string, queueName: string, queue: IQueue, limit: Duration): void {
    this.add(id, {
      name: `${queueName}-delay`,
      description: `Messages wait in ${queueName} for more than ${limit.toHumanString()}`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }),
      above: limit.toSeconds(),
    });
  }

  /** Goes off when the function fails as a whole; a message that fails alone ends in a dead-letter queue. */
  watchErrors(id: string, functionName: string, lambda: IFunction): void {
    this.add(id, {
      name: `${functionName}-errors`,
      description: `${functionName} fails: see its log group and traces`,
      metric: lambda.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      above: 0,
    });
  }

  /** Goes off when events and work orders leave the table late. */
  watchStream(id: string, functionName: string, lambda: IFunction, limit: Duration): void {
    this.add(id, {
      name: `${functionName}-delay`,
      description: `Events and work orders leave the table more than ${limit.toHumanString()} late`,
      metric: lambda.metric('IteratorAge', { period: MINUTE, statistic: 'Maximum' }),
      above: limit.toMilliseconds(),
    });
  }

  private add(id: string, { name, description, metric, above }: AlarmSpec): void {
    const alarm = new MetricAlarm(this, id, {
      alarmName: name.startsWith('mandate-') ? name : `mandate-${name}`,
      alarmDescription: description,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
