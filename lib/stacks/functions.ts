import type { CONSUMED_QUEUES, FunctionName } from './function-permissions.ts';

interface FunctionSpec {
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
}

/** Timeouts are short where a retry must come soon: a failed message stays invisible for six times as long. */
export const FUNCTIONS: Readonly<Record<FunctionName, FunctionSpec>> = {
  broker: { description: 'Gives agents their credentials', timeoutSeconds: 10, memorySize: 512 },
  lifecycle: { description: 'Applies lifecycle events', timeoutSeconds: 20, memorySize: 256 },
  stopper: { description: 'Refuses whom a stop covers, at once', timeoutSeconds: 10, memorySize: 512 },
  compiler: { description: 'Writes the stop lists', timeoutSeconds: 10, memorySize: 256 },
  // longer than the verifier is patient
  verifier: { description: 'Probes until a stop is seen to deny', timeoutSeconds: 60, memorySize: 256 },
  provisioner: {
    description: 'Creates, completes and removes agent roles',
    timeoutSeconds: 30,
    memorySize: 256,
  },
  outbox: {
    description: 'Publishes events and work orders from the table',
    timeoutSeconds: 15,
    memorySize: 256,
  },
  sweeper: {
    description: 'Lets announced leavings and expiries take effect',
    timeoutSeconds: 60,
    memorySize: 256,
  },
};

export interface QueueSpec {
  readonly consumer: keyof typeof CONSUMED_QUEUES;
  readonly queueName: string;
  readonly fifo: boolean;
  readonly batchSize: number;
  readonly maxConcurrency: number;
  /** Seconds that a message may wait before people are told. */
  readonly delayLimit: number;
}

/** Each queue with the function that works it off. FIFO groups are worked off one batch at a time by themselves. */
export const CONSUMERS: readonly QueueSpec[] = [
  {
    consumer: 'lifecycle',
    queueName: 'mandate-lifecycle',
    fifo: false,
    batchSize: 10,
    maxConcurrency: 10,
    delayLimit: 300,
  },
  {
    consumer: 'stopper',
    queueName: 'mandate-stops',
    fifo: false,
    batchSize: 10,
    maxConcurrency: 20,
    delayLimit: 30,
  },
  {
    consumer: 'compiler',
    queueName: 'mandate-stop-list',
    fifo: true,
    batchSize: 10,
    maxConcurrency: 10,
    delayLimit: 60,
  },
  {
    consumer: 'verifier',
    queueName: 'mandate-verify',
    fifo: false,
    batchSize: 1,
    maxConcurrency: 10,
    delayLimit: 300,
  },
  {
    consumer: 'provisioner',
    queueName: 'mandate-provision',
    fifo: false,
    batchSize: 1,
    maxConcurrency: 5,
    delayLimit: 300,
  },
];
