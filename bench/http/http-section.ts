import { mintToken } from '../../local/environment/token.ts';
import { type Bench, section } from '../bench.ts';
import { seedFleet } from '../world/fleet.ts';
import { inWorld } from '../world/world.ts';
import { type HttpFigures, type HttpPlan, measureHttp } from './measure-http.ts';
import { presentHttp } from './present-http.ts';

const LEVELS = [1, 8];
const FULL: HttpPlan = { warmUp: 50, runs: 1_000, levels: LEVELS, perLevel: 400 };
const QUICK: HttpPlan = { warmUp: 5, runs: 30, levels: LEVELS, perLevel: 32 };

/** One for each lane. */
const POSTS = Array.from({ length: Math.max(...LEVELS) }, (_, index) => ({
  agentId: `measured-${index}`,
  ownerId: `owner-of-measured-${index}`,
  processId: `measured-process-${index}`,
}));

const measure = (bench: Bench): Promise<HttpFigures> =>
  inWorld(bench, async (world) => {
    await seedFleet(world, POSTS);
    const tokens = POSTS.map(({ agentId }) =>
      mintToken(world.instance, { workload: agentId, lifetime: 7200 }),
    );
    const asked = { url: `${world.env.apiUrl}/v1/credentials`, tokens: await Promise.all(tokens) };
    const plan = bench.quick ? QUICK : FULL;
    return bench.progress.step('Ask for leases over HTTP', () => measureHttp(asked, plan));
  });

export const httpSection = section({
  name: 'http',
  title: 'Broker: end to end through HTTP',
  measure,
  present: presentHttp,
});
