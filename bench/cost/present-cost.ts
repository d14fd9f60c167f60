import { listOf, tableOf, whole } from '../report/markdown.ts';
import type { CountedPath } from './counting.ts';
import { type Counts, countOf } from './counts.ts';
import { type IdleFigures, idleBill, monthOf } from './idle.ts';
import type { PathName } from './measure-cost.ts';
import { type Bill, billOf, invocationsOf, totalOf } from './money.ts';
import { ASSUMPTIONS, PRICES } from './prices.ts';

export interface CostFigures {
  readonly paths: readonly CountedPath<PathName>[];
  /** Bytes that the broker logs for one lease. */
  readonly lineBytes: number;
  readonly idle: IdleFigures;
  /** How many the functions write. */
  readonly metrics: number;
}

const WHAT = `Calls, units, events and messages are counted, not assumed: the use cases of all functions, with their real adapters
and their own roles, are run against the deployed environment; calls are counted in the gate's log, read and write units
from the very items, messages and events from what the transactions leave in the outbox. Each message is taken to come
alone, which is the dearest way: batches cost less.`;

const COLUMNS: readonly { readonly path: PathName; readonly head: string; readonly times: number }[] = [
  { path: 'lease', head: '1,000,000 leases', times: 1_000_000 },
  { path: 'registration', head: '1,000 registrations', times: 1_000 },
  { path: 'departure', head: '1,000 departures, 1 agent each', times: 1_000 },
  { path: 'departure of ten', head: '1,000 departures, 10 agents each', times: 1_000 },
];

const dollars = (value: number): string => (value > 0 && value < 0.005 ? 'under 0.01' : value.toFixed(2));

export const presentCost = ({ paths, lineBytes, idle, metrics }: CostFigures): readonly string[] => {
  const countsOf = (name: PathName): Counts => paths.find((path) => path.name === name)?.counts ?? {};
  const bills = COLUMNS.map(({ path, times }) => ({ bill: billOf(countsOf(path), lineBytes), times }));
  const kept = countOf(countsOf('lease'), 'bytes kept') * 1e6;
  return [
    WHAT,
    `US dollars at list prices of ${PRICES.region} (${PRICES.date}; ${PRICES.source}), without any free tier:`,
    billTable(bills),
    `A million leases leave ${(kept / 1e9).toFixed(1)} GB in the table for the record, ${dollars(monthOf(kept))} a month. Idle, with a thousand agents: ${dollars(totalIdle(idle))} a month.`,
    tableOf(
      ['a month idle, 1,000 agents', 'US dollars'],
      Object.entries(idleBill(idle)).map(([item, value]) => [item, dollars(value)]),
    ),
    `In use, each of ${metrics} metrics costs ${dollars(PRICES.metricMonth)} for a month in which it is written all the time.`,
    'What each path used, counted:',
    countTable(COLUMNS.map(({ path }) => countsOf(path))),
    'Calls, by function:',
    callTable(COLUMNS.map(({ path }) => countsOf(path))),
    'Not counted but assumed, for this machine cannot tell:',
    listOf(assumptions(lineBytes, idle)),
  ];
};

const totalIdle = (idle: IdleFigures): number =>
  Object.values(idleBill(idle)).reduce((sum, value) => sum + value, 0);

const billTable = (bills: readonly { readonly bill: Bill; readonly times: number }[]): string => {
  const items = Object.keys(bills[0]?.bill ?? {}) as (keyof Bill)[];
  return tableOf(
    ['', ...COLUMNS.map(({ head }) => head)],
    [
      ...items.map((item) => [item, ...bills.map(({ bill, times }) => dollars(bill[item] * times))]),
      ['**together**', ...bills.map(({ bill, times }) => `**${dollars(totalOf(bill) * times)}**`)],
    ],
  );
};

const HEADS = ['a lease', 'a registration', 'a departure, 1 agent', 'a departure, 10 agents'];
const COUNTED = [
  'transactions',
  'transaction items',
  'write units',
  'read units',
  'events',
  'queue requests',
  'fifo queue requests',
] as const;

const number = (value: number): string => (Number.isInteger(value) ? whole(value) : value.toFixed(1));

const countTable = (paths: readonly Counts[]): string =>
  tableOf(
    ['', ...HEADS],
    [
      ...COUNTED.map((name) => [name, ...paths.map((counts) => number(countOf(counts, name)))]),
      ['invocations', ...paths.map((counts) => number(invocationsOf(counts)))],
    ],
  );

const callTable = (paths: readonly Counts[]): string => {
  const names = new Set(
    paths.flatMap((counts) => Object.keys(counts)).filter((name) => name.startsWith(CALLS)),
  );
  return tableOf(
    ['', ...HEADS],
    [...names]
      .sort()
      .map((name) => [
        `\`${name.slice(CALLS.length)}\``,
        ...paths.map((counts) => number(countOf(counts, name))),
      ]),
  );
};

const CALLS = 'calls of ';

const assumptions = (
  lineBytes: number,
  { queues, fifoQueues, alarms, sweeps }: IdleFigures,
): readonly string[] => {
  const { callMilliseconds, ownMilliseconds, untilDenied, platformLogBytes, accessLogBytes } = ASSUMPTIONS;
  const calls = Object.entries(callMilliseconds).map(([service, value]) => `${service} ${value}`);
  return [
    `Milliseconds that a function is billed for: each of its counted calls one after the other (${calls.join(', ')}), ${ownMilliseconds} of its own; a verifier ${whole(untilDenied)} more until IAM has taken effect.`,
    `Logs: ${whole(lineBytes)} bytes of an invocation (as counted for a lease), ${platformLogBytes} of Lambda, ${accessLogBytes} of the API. Traces: ${100 * ASSUMPTIONS.tracedShare} % of invocations.`,
    `Idle: ${alarms} alarms, ${whole(sweeps)} runs of the sweeper and ${queues + fifoQueues} polled queues (counted in the template), each polled ${whole(ASSUMPTIONS.pollsMonth)} times a month.`,
  ];
};
