import { join } from 'node:path';
import { logFile } from '../../local/environment/instance.ts';
import { mintToken } from '../../local/environment/token.ts';
import { functionVariables } from '../apart/function-variables.ts';
import { measureApart } from '../apart/measure-apart.ts';
import { type Bench, section } from '../bench.ts';
import { bundleFolder } from '../world/bundles.ts';
import { cutOff } from '../world/event-source.ts';
import { seedFleet } from '../world/fleet.ts';
import { inWorld } from '../world/world.ts';
import type { BrokerFigures, BrokerPlan } from './measure-broker.ts';
import type { BrokerJob } from './measuring-process.ts';
import { presentBroker } from './present-broker.ts';

/** Agents of each side: enough for lanes with two each. */
const AGENTS = 64;
const PROCESSES = 8;
const LEVELS = [1, 8, 32];

const FULL: BrokerPlan = { warmUp: 300, runs: 3_000, levels: LEVELS, perRound: 480, rounds: 5 };
const QUICK: BrokerPlan = { warmUp: 20, runs: 100, levels: LEVELS, perRound: 64, rounds: 1 };

const postsOf = (side: string) =>
  Array.from({ length: AGENTS }, (_, index) => ({
    agentId: `${side}-${index}`,
    ownerId: `owner-of-${side}-${index}`,
    processId: `${side}-process-${index % PROCESSES}`,
  }));

const measure = (bench: Bench): Promise<BrokerFigures> =>
  inWorld(bench, async (world) => {
    const { progress, signal, quick } = bench;
    // what leases leave in the outbox would be published beside the next ones
    await cutOff(world, 'outbox');
    const posts = [...postsOf('measured'), ...postsOf('floor')];
    const fleet = await progress.step(`Seed ${posts.length} agents`, (say) => seedFleet(world, posts, say));
    const minted = postsOf('measured').map(({ agentId }) =>
      mintToken(world.instance, { workload: agentId, lifetime: 7200 }),
    );
    const job: BrokerJob = {
      deployment: world.deployment,
      tableName: world.env.tableName,
      bundle: bundleFolder(world, 'broker'),
      plan: quick ? QUICK : FULL,
      tokens: await Promise.all(minted),
      floorAgents: fleet.filter(({ agentId }) => agentId.startsWith('floor-')),
    };
    return progress.step('Issue leases', (say) =>
      measureApart<BrokerJob, BrokerFigures>({
        script: join(import.meta.dirname, 'measuring-process.ts'),
        job,
        env: functionVariables(world, 'broker'),
        log: logFile(world.instance, 'bench-broker'),
        signal,
        say,
      }),
    );
  });

export const brokerSection = section({
  name: 'broker',
  title: 'Broker: issuing a lease',
  measure,
  present: presentBroker,
});
