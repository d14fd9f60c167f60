import { join } from 'node:path';
import { writeBundle } from '../../lib/constructs/bundle.ts';
import { logFile, repository } from '../../local/environment/instance.ts';
import { mintToken } from '../../local/environment/token.ts';
import { FloorAgent } from '../apart/floor-agent.ts';
import { functionVariables } from '../apart/function-variables.ts';
import { measureApart } from '../apart/measure-apart.ts';
import { type Bench, section } from '../bench.ts';
import { bundleFolder } from '../world/bundles.ts';
import { cutOff } from '../world/event-source.ts';
import { seedFleet } from '../world/fleet.ts';
import { adminOf, inWorld, type World } from '../world/world.ts';
import { bundleSizes, contributionsTo } from './bundle-sizes.ts';
import type { FirstAnswer, FirstAnswerJob } from './first-answer.ts';
import type { FirstCallsJob } from './first-calls.ts';
import { type ColdStart, measureColdStarts } from './measure-cold-start.ts';
import { type ColdStartFigures, presentColdStart } from './present-cold-start.ts';

const RUNS = { full: 40, quick: 3 };

const POSTS = ['measured', 'floor'].map((side) => ({
  agentId: `${side}-agent`,
  ownerId: `owner-of-${side}`,
  processId: `${side}-process`,
}));

const startsIn = async (world: World, bench: Bench) => {
  const fleet = await seedFleet(world, POSTS);
  const apart = <Job>(script: string, job: Job): Promise<FirstAnswer> =>
    measureApart<Job, FirstAnswer>({
      script: join(import.meta.dirname, script),
      job,
      env: functionVariables(world, 'broker'),
      log: logFile(world.instance, 'bench-cold-start'),
      signal: bench.signal,
    });
  const bundle = bundleFolder(world, 'broker');
  const broker = (token: string, expected: number) =>
    apart<FirstAnswerJob>('first-answer.ts', { bundle, token, expected });
  const token = await mintToken(world.instance, { workload: 'measured-agent', lifetime: 7200 });
  return {
    refusal: () => broker('', 401),
    lease: () => broker(token, 200),
    floor: floorIn(world, fleet, apart),
  };
};

/** The same SDK clients in a bundle of their own, making the calls of one lease. */
const floorIn = (
  world: World,
  fleet: Awaited<ReturnType<typeof seedFleet>>,
  apart: (script: string, job: FirstCallsJob) => Promise<FirstAnswer>,
): ColdStart => {
  const { instance, deployment, env } = world;
  const [found] = fleet.filter(({ agentId }) => agentId.startsWith('floor'));
  if (found === undefined) throw new Error('the agent of the floor was not seeded');
  const clientConfig = adminOf(world, env.accounts.hub);
  const agent = new FloorAgent({ deployment, tableName: env.tableName, clientConfig }, found);
  const entry = join(repository, 'bench', 'apart', 'floor.ts');
  const folder = writeBundle(join(instance.directory, 'bundles'), 'floor', entry, '{}');
  return async () =>
    apart('first-calls.ts', { bundle: join(folder, 'index.mjs'), calls: await agent.next() });
};

const measure = async (bench: Bench): Promise<ColdStartFigures> => {
  const starts = await inWorld(bench, async (world) => {
    await cutOff(world, 'outbox');
    const cold = await startsIn(world, bench);
    const runs = bench.quick ? RUNS.quick : RUNS.full;
    return bench.progress.step('Start the broker cold', () => measureColdStarts(cold, runs));
  });
  return { starts, bundles: bundleSizes(), contributions: contributionsTo('broker').slice(0, 5) };
};

export const coldStartSection = section({
  name: 'cold-start',
  title: 'Broker: cold start and bundles',
  measure,
  present: presentColdStart,
});
