import { statSync } from 'node:fs';
import { join } from 'node:path';
import { logFile } from '../../local/environment/instance.ts';
import { mintToken } from '../../local/environment/token.ts';
import { functionVariables } from '../apart/function-variables.ts';
import { measureApart } from '../apart/measure-apart.ts';
import { type Bench, section } from '../bench.ts';
import type { FirstAnswer, FirstAnswerJob } from '../cold-start/first-answer.ts';
import { bundleFolder } from '../world/bundles.ts';
import { cutOff } from '../world/event-source.ts';
import { seedFleet } from '../world/fleet.ts';
import { inWorld, type World } from '../world/world.ts';
import { type Counts, countOf } from './counts.ts';
import { idleIn } from './idle.ts';
import { measureCost, type PathName } from './measure-cost.ts';
import { metricNames } from './metric-names.ts';
import { billOf, totalOf } from './money.ts';
import { type CostFigures, presentCost } from './present-cost.ts';

const LOGGING = { agentId: 'logging-agent', ownerId: 'owner-logging', processId: 'logging-process' };

/** Bytes that the broker logs for one lease, its metric included. */
const loggedBytes = async (world: World, { signal }: Bench): Promise<number> => {
  await seedFleet(world, [LOGGING]);
  const token = await mintToken(world.instance, { workload: LOGGING.agentId, lifetime: 3600 });
  const log = logFile(world.instance, 'bench-lease');
  await measureApart<FirstAnswerJob, FirstAnswer>({
    script: join(import.meta.dirname, '..', 'cold-start', 'first-answer.ts'),
    job: { bundle: bundleFolder(world, 'broker'), token, expected: 200 },
    env: functionVariables(world, 'broker'),
    log,
    signal,
  });
  return statSync(log).size;
};

const measure = (bench: Bench): Promise<CostFigures> =>
  inWorld(bench, async (world) => {
    // what is counted is carried out in this process; the deployed functions would do it as well
    await cutOff(world, 'outbox');
    const paths = await bench.progress.step('Count what each path uses', () => measureCost(world));
    const countsOf = (path: PathName): Counts => paths.find(({ name }) => name === path)?.counts ?? {};
    const lineBytes = await loggedBytes(world, bench);
    return {
      paths,
      metrics: metricNames().length,
      lineBytes,
      idle: idleIn(world, {
        sweepDollars: totalOf(billOf(countsOf('sweep'), lineBytes)),
        bytesOfAThousandAgents: 1_000 * countOf(countsOf('registration'), 'bytes kept'),
      }),
    };
  });

export const costSection = section({ name: 'cost', title: 'Cost', measure, present: presentCost });
