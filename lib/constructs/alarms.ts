import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
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
import { ownMetric } from './own-metrics.ts';

export interface AlarmsProps {
  /** @default - nobody is told by mail */
  readonly email?: string | undefined;
}

interface AlarmSpec {
  readonly name: string;
  /** What happened, and what to do about it. */
  readonly description: string;
  readonly metric: IMetric;
  /** The alarm goes off above this. */
  readonly above: number;
}

const MINUTE = Duration.minutes(1);
const runbookOf = (alarmName: string): string => `docs/runbooks/${alarmName}.md`;

/** One topic, and the alarms that people are woken for. Each says what to do, and names its runbook. */
export class Alarms extends Construct {
  readonly topic: Topic;
  private readonly added: MetricAlarm[] = [];

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

  /** In the order in which they were added. */
  get all(): readonly MetricAlarm[] {
    return this.added;
  }

  /** Goes off when a message is parked. */
  watchDeadLetters(id: string, queueName: string, queue: IQueue): void {
    this.add(id, {
      name: queueName,
      description: `Messages are parked in ${queueName}: find out why before they are sent again`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' }),
      above: 0,
    });
  }

  /** Goes off when a message waits for longer than the queue is meant to take. */
  watchDelay(id: string, queueName: string, queue: IQueue, limit: Duration): void {
    this.add(id, {
      name: `${queueName}-delay`,
      description: `Messages wait in ${queueName} for more than ${limit.toHumanString()}: see whether its function fails, is throttled or is flooded`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' }),
      above: limit.toSeconds(),
    });
  }

  /** Goes off when the function fails as a whole; a message that fails alone ends in a dead-letter queue. */
  watchErrors(id: string, functionName: string, lambda: IFunction): void {
    this.add(id, {
      name: `${functionName}-errors`,
      description: `${functionName} fails as a whole: its log group says why`,
      metric: lambda.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      above: 0,
    });
  }

  /** Goes off when events and work orders leave the table late. */
  watchStream(id: string, functionName: string, lambda: IFunction, limit: Duration): void {
    this.add(id, {
      name: `${functionName}-delay`,
      description: `Events and work orders leave the table more than ${limit.toHumanString()} late: the log of ${functionName} says what holds them up`,
      metric: lambda.metric('IteratorAge', { period: MINUTE, statistic: 'Maximum' }),
      above: limit.toMilliseconds(),
    });
  }

  /** Goes off when a stop was written and a session that it covers was not seen to be denied. */
  watchUnverifiedStops(id: string): void {
    this.add(id, {
      name: 'mandate-stop-unverified',
      description:
        'A stop was not seen to deny: check it by hand, and lock the role yourself where a session still works',
      metric: ownMetric('verifier', 'StopUnverified', { period: MINUTE, statistic: 'Sum' }),
      above: 0,
    });
  }

  /** Goes off when stops do not fit on an environment's list, and their agents are locked one by one. */
  watchStopListOverflow(id: string): void {
    this.add(id, {
      name: 'mandate-stop-list-overflow',
      description: 'A stop list is full: stops beyond it take longer, so see that the roles get locked',
      metric: ownMetric('compiler', 'StopListOverflow', { period: MINUTE, statistic: 'Maximum' }),
      above: 0,
    });
  }

  /** Goes off when a request for credentials ended in neither a lease nor a refusal. */
  watchFailedLeases(id: string): void {
    this.add(id, {
      name: 'mandate-lease-failed',
      description: 'Agents are answered 500 instead of credentials: the log of mandate-broker says why',
      metric: ownMetric('broker', 'LeaseFailed', { period: Duration.minutes(5), statistic: 'Sum' }),
      above: 0,
    });
  }

  /** Goes off when the API repeatedly gives no answer of use; clients ask again after a single one. */
  watchApi(id: string, api: HttpApi): void {
    this.add(id, {
      name: 'mandate-api-errors',
      description: 'The credentials API answers with 5xx: see whether broker, STS or an issuer is the cause',
      metric: api.metricServerError({ period: Duration.minutes(15), statistic: 'Sum' }),
      above: 2,
    });
  }

  private add(id: string, { name, description, metric, above }: AlarmSpec): void {
    const alarm = new MetricAlarm(this, id, {
      alarmName: name,
      alarmDescription: `${description} (${runbookOf(name)})`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.added.push(alarm);
  }
}
