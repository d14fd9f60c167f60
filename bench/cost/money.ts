import type { FunctionName } from '../../lib/stacks/function-permissions.ts';
import { FUNCTIONS } from '../../lib/stacks/functions.ts';
import { type Counts, countOf } from './counts.ts';
import { ASSUMPTIONS, PRICES } from './prices.ts';

/** US dollars, by what they are paid for. */
export type Bill = Readonly<Record<BillItem, number>>;

export type BillItem =
  | 'table: writes'
  | 'table: reads'
  | 'API'
  | 'functions'
  | 'events'
  | 'queues'
  | 'logs'
  | 'traces';

const NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];
const MEGABYTES_OF_A_GIGABYTE = 1024;
const BYTES_OF_A_GIGABYTE = 1e9;

export const invocationsOf = (counts: Counts): number =>
  NAMES.reduce((sum, name) => sum + countOf(counts, `invocations of ${name}`), 0);

/** @param lineBytes bytes that a function logs for each invocation */
export const billOf = (counts: Counts, lineBytes: number): Bill => {
  const invocations = invocationsOf(counts);
  const requests = countOf(counts, 'http requests');
  const logBytes =
    invocations * (lineBytes + ASSUMPTIONS.platformLogBytes) + requests * ASSUMPTIONS.accessLogBytes;
  return {
    'table: writes': countOf(counts, 'write units') * PRICES.writeUnit,
    'table: reads': countOf(counts, 'read units') * PRICES.readUnit,
    API: requests * PRICES.httpRequest,
    functions: invocations * PRICES.lambdaRequest + gigabyteSeconds(counts) * PRICES.lambdaGigabyteSecond,
    events: countOf(counts, 'events') * PRICES.event,
    queues:
      countOf(counts, 'queue requests') * PRICES.queueRequest +
      countOf(counts, 'fifo queue requests') * PRICES.fifoQueueRequest,
    logs: (logBytes / BYTES_OF_A_GIGABYTE) * PRICES.loggedGigabyte,
    traces: invocations * ASSUMPTIONS.tracedShare * PRICES.trace,
  };
};

export const totalOf = (bill: Bill): number => Object.values(bill).reduce((sum, dollars) => sum + dollars, 0);

/** Of all functions; a verifier waits for IAM as well. */
const gigabyteSeconds = (counts: Counts): number => {
  const waits = countOf(counts, 'waits for IAM') * ASSUMPTIONS.untilDenied;
  const milliseconds = (name: FunctionName): number =>
    countOf(counts, `invocations of ${name}`) * ASSUMPTIONS.ownMilliseconds +
    callMilliseconds(counts, name) +
    (name === 'verifier' ? waits : 0);
  return NAMES.reduce(
    (sum, name) => sum + ((milliseconds(name) / 1000) * FUNCTIONS[name].memorySize) / MEGABYTES_OF_A_GIGABYTE,
    0,
  );
};

const callMilliseconds = (counts: Counts, name: FunctionName): number =>
  Object.entries(counts)
    .filter(([counter]) => counter.startsWith(`calls of ${name}: `))
    .reduce((sum, [counter, count]) => sum + count * millisecondsOf(counter), 0);

/** @param counter `calls of broker: sts:AssumeRole` */
const millisecondsOf = (counter: string): number => {
  const service = counter.split(': ')[1]?.split(':')[0] ?? '';
  const known = ASSUMPTIONS.callMilliseconds[service];
  if (known === undefined) throw new Error(`it is not known how long a call of ${service} takes`);
  return known;
};
