import { setTimeout as sleep } from 'node:timers/promises';
import { stopWriterName } from '../../lambdas/contracts/resource-names.ts';
import { Observer } from '../../local/observer/observer.ts';
import { type Bench, section } from '../bench.ts';
import { ENVIRONMENT } from '../world/entities.ts';
import { cutOff } from '../world/event-source.ts';
import { seedFleet } from '../world/fleet.ts';
import { callsIn } from '../world/logged-calls.ts';
import { inWorld, type World } from '../world/world.ts';
import { type Fleet, fleetOf, postsOf } from './fleets.ts';
import { ownerLeaves } from './owner-leaves.ts';
import { presentRevocation } from './present-revocation.ts';
import { type RevocationFigures, type Run, revocationFigures } from './revocation-figures.ts';
import { revokeEachRole } from './revoke-each-role.ts';

interface Plan {
  /** Agents of an owner. */
  readonly sizes: readonly number[];
  /** Owners of each size. */
  readonly owners: number;
}

const FULL: Plan = { sizes: [1, 10, 100, 1_000], owners: 5 };
const QUICK: Plan = { sizes: [1, 10, 100], owners: 1 };

/** Departures before the first that counts: then the functions are warm, and the stop list has its five versions. */
const WARM_UP = Array.from({ length: 6 }, (_, number) => fleetOf(`warm-up-${number}`, 1));

const fleetsOf = ({ sizes, owners }: Plan): readonly Fleet[] =>
  Array.from({ length: owners }, (_, number) =>
    sizes.map((size) => fleetOf(`${size}-${number}`, size)),
  ).flat();

/** The owner leaves; then the same roles are revoked one by one. */
const run = async (world: World, observer: Observer, fleet: Fleet): Promise<Run> => {
  const departure = await ownerLeaves(world, observer, fleet.ownerId);
  const from = Date.now();
  await revokeEachRole(world, fleet.agentIds);
  return { agents: fleet.agentIds.length, departure, perRole: { from, to: Date.now() } };
};

/** The gate answers before its log has the line. */
const SETTLED_AFTER = 500;

const measure = (bench: Bench): Promise<RevocationFigures> =>
  inWorld(bench, async (world) => {
    const fleets = fleetsOf(bench.quick ? QUICK : FULL);
    const posts = [...WARM_UP, ...fleets].flatMap(postsOf);
    await bench.progress.step(`Seed ${posts.length} agents with their roles`, (say) =>
      seedFleet(world, posts, say),
    );
    // locking roles one by one comes after the stop, in its own time, and would run beside the next departure
    await cutOff(world, 'provisioner');
    const observer = await Observer.start(world.env, 'bench');
    const runs = await bench.progress.step('Let owners leave', async (say) => {
      for (const { ownerId } of WARM_UP) await ownerLeaves(world, observer, ownerId);
      const done: Run[] = [];
      for (const fleet of fleets) {
        bench.signal.throwIfAborted();
        done.push(await run(world, observer, fleet));
        say(`${fleet.agentIds.length} agents`);
      }
      return done;
    });
    await observer.end();
    await sleep(SETTLED_AFTER);
    return revocationFigures(runs, callsIn(world), stopWriterName(ENVIRONMENT));
  });

export const revocationSection = section({
  name: 'revocation',
  title: 'Revocation: an owner leaves',
  measure,
  present: presentRevocation,
});
