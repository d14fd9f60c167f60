import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { World } from '../world/world.ts';
import { ASSUMPTIONS, PRICES } from './prices.ts';

/** What a month costs in which nothing happens. */
export interface IdleFigures {
  readonly alarms: number;
  readonly dashboards: number;
  /** Runs of the sweeper that find nothing, in a month of thirty days. */
  readonly sweeps: number;
  /** US dollars of one. */
  readonly sweepDollars: number;
  /** Those that Lambda polls. */
  readonly queues: number;
  readonly fifoQueues: number;
  /** Bytes in the table of a thousand agents. */
  readonly bytesOfAThousandAgents: number;
}

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

/** Counts in the template that was deployed. */
export const idleIn = (
  { instance }: World,
  measured: Pick<IdleFigures, 'sweepDollars' | 'bytesOfAThousandAgents'>,
): IdleFigures => {
  const file = join(instance.assembly, 'MandateControlPlane.template.json');
  const { Resources } = templateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const resources = Object.entries(Resources);
  const mappings = resources.filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping');
  const sources = mappings.map(([, { Properties }]) => JSON.stringify(Properties?.['EventSourceArn']));
  const polled = resources.filter(
    ([id, { Type }]) => Type === 'AWS::SQS::Queue' && sources.some((source) => source.includes(`"${id}"`)),
  );
  const fifo = polled.filter(([, { Properties }]) => Properties?.['FifoQueue'] === true);
  const count = (type: string): number => resources.filter(([, { Type }]) => Type === type).length;
  return {
    alarms: count('AWS::CloudWatch::Alarm'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    queues: polled.length - fifo.length,
    fifoQueues: fifo.length,
    sweeps: resources.reduce(
      (sum, [, { Properties }]) => sum + runsMonth(Properties?.['ScheduleExpression']),
      0,
    ),
    ...measured,
  };
};

const MINUTES_OF_A_MONTH = 30 * 24 * 60;

/** @param schedule `rate(5 minutes)`; of anything else than a schedule none */
export const runsMonth = (schedule: unknown): number => {
  if (typeof schedule !== 'string') return 0;
  const minutes = Number(/^rate\((\d+) minutes?\)$/.exec(schedule)?.[1]);
  if (!(minutes > 0)) throw new Error(`it is not known how often ${schedule} is`);
  return MINUTES_OF_A_MONTH / minutes;
};

/** US dollars of a month. */
export const idleBill = (idle: IdleFigures) => ({
  alarms: idle.alarms * PRICES.alarmMonth,
  dashboard: idle.dashboards * PRICES.dashboardMonth,
  'polling of queues':
    ASSUMPTIONS.pollsMonth * (idle.queues * PRICES.queueRequest + idle.fifoQueues * PRICES.fifoQueueRequest),
  sweeper: idle.sweeps * idle.sweepDollars,
  'table: storage and recovery': monthOf(idle.bytesOfAThousandAgents),
});

/** US dollars that bytes in the table cost in a month. */
export const monthOf = (bytes: number): number =>
  (bytes / 1e9) * (PRICES.storedGigabyteMonth + PRICES.recoverableGigabyteMonth);
