import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type GraphWidgetProps,
  type IAlarm,
  type IMetric,
  type IWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ownMetric } from './own-metrics.ts';

export interface DashboardProps {
  readonly alarms: readonly IAlarm[];
  readonly api: HttpApi;
  /** By name. */
  readonly functions: ReadonlyMap<string, IFunction>;
  /** The one that works off the table's stream. */
  readonly outbox: IFunction;
  /** By name. */
  readonly queues: ReadonlyMap<string, IQueue>;
  /** By name. */
  readonly deadLetterQueues: ReadonlyMap<string, IQueue>;
}

const PERIOD = { period: Duration.minutes(5) };
const TOTAL = { ...PERIOD, statistic: Stats.SUM };
const HIGHEST = { ...PERIOD, statistic: Stats.MAXIMUM };

const ROW_WIDTH = 24;

/** Widgets side by side, over the whole width. */
const row = (...graphs: readonly GraphWidgetProps[]): IWidget[] =>
  graphs.map(
    (graph) => new GraphWidget({ ...graph, width: ROW_WIDTH / graphs.length, leftYAxis: { min: 0 } }),
  );

const each = <Value>(
  values: ReadonlyMap<string, Value>,
  metricOf: (value: Value, label: string) => IMetric,
): IMetric[] => [...values].map(([label, value]) => metricOf(value, label));

/** Half of them, all but the slowest, the slowest. */
const times = (metricName: 'RaisedToDenied' | 'RaisedToVerified'): IMetric[] =>
  [
    { statistic: Stats.percentile(50), label: 'p50' },
    { statistic: Stats.percentile(99), label: 'p99' },
    { statistic: Stats.MAXIMUM, label: 'max' },
  ].map((options) => ownMetric('verifier', metricName, { ...PERIOD, ...options }));

/** One page that tells whether agents get credentials, and whether stops stop. Fits what CloudWatch gives for free. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: 'mandate',
      defaultInterval: Duration.hours(12),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: ROW_WIDTH, height: 5 })],
        credentials(props),
        stops(),
        messages(props),
        workers(props),
      ],
    });
  }
}

const credentials = ({ api }: DashboardProps): IWidget[] =>
  row(
    {
      title: 'Leases',
      left: [
        ownMetric('broker', 'LeaseIssued', { ...TOTAL, label: 'issued' }),
        ownMetric('broker', 'LeaseRefused', { ...TOTAL, label: 'refused' }),
        ownMetric('broker', 'LeaseFailed', { ...TOTAL, label: 'failed' }),
      ],
    },
    {
      title: 'Answers of the API',
      left: [
        api.metricCount({ ...TOTAL, label: 'all' }),
        api.metricClientError({ ...TOTAL, label: '4xx' }),
        api.metricServerError({ ...TOTAL, label: '5xx' }),
      ],
    },
    {
      title: 'Time to an answer, milliseconds',
      left: [
        api.metricLatency({ ...PERIOD, statistic: Stats.percentile(50), label: 'p50' }),
        api.metricLatency({ ...PERIOD, statistic: Stats.percentile(99), label: 'p99' }),
      ],
    },
  );

const stops = (): IWidget[] =>
  row(
    { title: 'Stop raised → denied, milliseconds', left: times('RaisedToDenied') },
    { title: 'Stop raised → seen denied, milliseconds', left: times('RaisedToVerified') },
    {
      title: 'Stop lists',
      left: [
        ownMetric('compiler', 'StopListEntries', { ...HIGHEST, label: 'entries' }),
        ownMetric('compiler', 'StopListOverflow', { ...HIGHEST, label: 'entries without room' }),
        ownMetric('verifier', 'StopUnverified', { ...TOTAL, label: 'unverified' }),
      ],
    },
  );

const messages = ({ queues, deadLetterQueues }: DashboardProps): IWidget[] =>
  row(
    {
      title: 'Messages waiting',
      left: each(queues, (queue, label) =>
        queue.metricApproximateNumberOfMessagesVisible({ ...HIGHEST, label }),
      ),
    },
    {
      title: 'Oldest message, seconds',
      left: each(queues, (queue, label) => queue.metricApproximateAgeOfOldestMessage({ ...HIGHEST, label })),
    },
    {
      title: 'Messages parked',
      left: each(deadLetterQueues, (queue, label) =>
        queue.metricApproximateNumberOfMessagesVisible({ ...HIGHEST, label }),
      ),
    },
  );

const workers = ({ functions, outbox }: DashboardProps): IWidget[] =>
  row(
    {
      title: 'Function errors',
      left: each(functions, (lambda, label) => lambda.metricErrors({ ...TOTAL, label })),
    },
    {
      title: 'Function duration p99, milliseconds',
      left: each(functions, (lambda, label) =>
        lambda.metricDuration({ ...PERIOD, statistic: Stats.percentile(99), label }),
      ),
    },
    {
      title: 'Age of what leaves the table, milliseconds',
      left: [outbox.metric('IteratorAge', { ...HIGHEST, label: 'outbox' })],
    },
  );
