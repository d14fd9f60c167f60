import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TABLE_NAME } from '../../lambdas/contracts/resource-names.ts';
import { Alarms } from '../constructs/alarms.ts';
import { CredentialsApi } from '../constructs/credentials-api.ts';
import { Dashboard } from '../constructs/dashboard.ts';
import { EventLanes } from '../constructs/event-lanes.ts';
import { MandateFunction } from '../constructs/mandate-function.ts';
import { OutboxStream } from '../constructs/outbox-stream.ts';
import { SweepSchedule } from '../constructs/sweep-schedule.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { Settings } from '../settings/settings.ts';
import { deploymentOf } from './deployment-file.ts';
import { type FunctionName, OUTBOX_DLQ, permissionsOf } from './function-permissions.ts';
import { CONSUMERS, FUNCTIONS, type QueueSpec } from './functions.ts';

/** Bundles one Lambda with its deployment file. */
export type CodeOf = (name: FunctionName, deployment: string) => Code;

export interface ControlPlaneStackProps extends StackProps {
  readonly settings: Settings;
  /** Stream of the state stack's table. */
  readonly streamArn: string;
  readonly codeOf: CodeOf;
}

/** All that reacts: the bus with its lanes, the queues, the functions, the API, the alarms. Holds no state of record. */
export class ControlPlaneStack extends Stack {
  readonly functions = new Map<FunctionName, MandateFunction>();
  private readonly queues = new Map<FunctionName, WorkQueue>();
  private readonly alarms: Alarms;
  private readonly settings: Settings;

  constructor(scope: Construct, id: string, props: ControlPlaneStackProps) {
    super(scope, id, props);
    this.settings = props.settings;
    this.alarms = new Alarms(this, 'Alarms', { email: props.settings.alarmsEmail });
    for (const spec of CONSUMERS) this.queues.set(spec.consumer, this.addQueue(spec));
    const lanes = this.addLanes();
    this.addFunction('broker', props);
    for (const { consumer } of CONSUMERS) this.addFunction(consumer, props, this.queueVariable(consumer));
    for (const spec of CONSUMERS) this.addConsumer(spec);
    this.addFunction('sweeper', props);
    new SweepSchedule(this, 'Sweep', { sweeper: this.lambdaOf('sweeper') });
    const parked = this.addOutbox(props);
    const api = new CredentialsApi(this, 'CredentialsApi', { broker: this.lambdaOf('broker') });
    this.watchOutcomes(api);
    if (props.settings.dashboard) this.addDashboard(api, parked);
    new CfnOutput(this, 'ApiUrl', {
      value: api.url,
      description: 'Agents get credentials at <ApiUrl>/v1/credentials',
    });
    new CfnOutput(this, 'BusName', {
      value: lanes.bus.eventBusName,
      description: 'Send lifecycle events here',
    });
    new CfnOutput(this, 'TableName', { value: TABLE_NAME, description: 'The state of record' });
  }

  private lambdaOf(name: FunctionName) {
    return known(this.functions, name).lambda;
  }

  /** Only the lanes of events let messages come again sooner. */
  private queueVariable(consumer: FunctionName): Readonly<Record<string, string>> {
    const isLane = consumer === 'lifecycle' || consumer === 'stopper';
    return isLane ? { QUEUE_URL: known(this.queues, consumer).queue.queueUrl } : {};
  }

  private addQueue({ consumer, queueName, fifo, delayLimit }: QueueSpec): WorkQueue {
    const queue = new WorkQueue(this, `${capitalised(consumer)}Queue`, {
      queueName,
      fifo,
      consumerTimeout: Duration.seconds(FUNCTIONS[consumer].timeoutSeconds),
    });
    const id = capitalised(consumer);
    this.alarms.watchDeadLetters(`${id}Parked`, `${queueName}-dlq`, queue.deadLetterQueue);
    this.alarms.watchDelay(`${id}Delay`, queueName, queue.queue, Duration.seconds(delayLimit));
    return queue;
  }

  private addLanes(): EventLanes {
    return new EventLanes(this, 'Events', {
      busName: this.settings.busName,
      emitterAccounts: this.settings.emitterAccounts,
      stops: known(this.queues, 'stopper'),
      ordinary: known(this.queues, 'lifecycle'),
    });
  }

  private addFunction(
    name: FunctionName,
    { settings, streamArn, codeOf }: ControlPlaneStackProps,
    environment: Readonly<Record<string, string>> = {},
  ): MandateFunction {
    const created = new MandateFunction(this, capitalised(name), {
      functionName: `mandate-${name}`,
      description: FUNCTIONS[name].description,
      roleName: `Mandate${capitalised(name)}`,
      code: codeOf(name, JSON.stringify(deploymentOf(settings))),
      permissions: permissionsOf(settings, name, streamArn),
      timeout: Duration.seconds(FUNCTIONS[name].timeoutSeconds),
      memorySize: FUNCTIONS[name].memorySize,
      environment: { TABLE_NAME, ...environment },
    });
    this.alarms.watchErrors(`${capitalised(name)}Errors`, `mandate-${name}`, created.lambda);
    this.functions.set(name, created);
    return created;
  }

  private addConsumer({ consumer, batchSize, maxConcurrency }: QueueSpec): void {
    known(this.queues, consumer).consumeWith(this.lambdaOf(consumer), { batchSize, maxConcurrency });
  }

  /** @returns where what it cannot publish is parked */
  private addOutbox(props: ControlPlaneStackProps): IQueue {
    const outbox = this.addFunction('outbox', props, {
      BUS_NAME: props.settings.busName,
      STOP_LIST_QUEUE_URL: known(this.queues, 'compiler').queue.queueUrl,
      VERIFY_QUEUE_URL: known(this.queues, 'verifier').queue.queueUrl,
      PROVISION_QUEUE_URL: known(this.queues, 'provisioner').queue.queueUrl,
    });
    const stream = new OutboxStream(this, 'OutboxStream', {
      streamArn: props.streamArn,
      consumer: outbox.lambda,
      deadLetterQueueName: OUTBOX_DLQ,
    });
    this.alarms.watchDeadLetters('OutboxParked', OUTBOX_DLQ, stream.deadLetterQueue);
    this.alarms.watchStream('OutboxDelay', 'mandate-outbox', outbox.lambda, Duration.minutes(1));
    return stream.deadLetterQueue;
  }

  private watchOutcomes({ api }: CredentialsApi): void {
    this.alarms.watchUnverifiedStops('StopUnverified');
    this.alarms.watchStopListOverflow('StopListOverflow');
    this.alarms.watchFailedLeases('LeaseFailed');
    this.alarms.watchApi('ApiErrors', api);
  }

  private addDashboard({ api }: CredentialsApi, outboxDeadLetters: IQueue): void {
    const queues = CONSUMERS.map(
      ({ consumer, queueName }) => [queueName, known(this.queues, consumer)] as const,
    );
    new Dashboard(this, 'Dashboard', {
      alarms: this.alarms.all,
      api,
      functions: new Map([...this.functions].map(([name, { lambda }]) => [name, lambda])),
      outbox: this.lambdaOf('outbox'),
      queues: new Map(queues.map(([name, { queue }]) => [name, queue])),
      deadLetterQueues: new Map([
        ...queues.map(([name, { deadLetterQueue }]) => [`${name}-dlq`, deadLetterQueue] as const),
        [OUTBOX_DLQ, outboxDeadLetters],
      ]),
    });
  }
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const known = <Value>(values: ReadonlyMap<FunctionName, Value>, name: FunctionName): Value => {
  const value = values.get(name);
  if (value === undefined) throw new Error(`${name} is used before it is created`);
  return value;
};
