import { mintToken } from '../../local/environment/token.ts';
import type { World } from '../world/world.ts';
import { joined, left, processKnown, registrations, type Team, teamOf } from './company.ts';
import { ControlPlane } from './control-plane.ts';
import { type CountedPath, Counting } from './counting.ts';
import { Counter } from './counts.ts';
import { functionPorts } from './function-ports.ts';
import { Meter } from './meter.ts';

export type PathName = 'lease' | 'registration' | 'departure' | 'departure of ten' | 'sweep';

const LEASES = 20;

/** Before those that count: the first of an environment creates the stop list, and two departures fill its versions. */
const FIRST = [teamOf('first', 1), teamOf('second', 1)];
const ALONE = teamOf('alone', 1);
const TEN = teamOf('ten', 10);

/** Lets each thing happen in the control plane, and counts what it uses. */
export const measureCost = async (world: World): Promise<readonly CountedPath<PathName>[]> => {
  const counter = new Counter();
  const meter = new Meter(counter);
  const plane = new ControlPlane(functionPorts(world, meter), meter, counter);
  const counting = new Counting<PathName>(world, counter);
  const registered = async (team: Team): Promise<void> => {
    for (const event of registrations(world, team)) await plane.receive(event, 'lifecycle');
  };
  const leave = (team: Team) => plane.receive(left(team), 'stopper');

  await plane.receive(processKnown, 'lifecycle');
  for (const team of [...FIRST, ALONE, TEN]) await plane.receive(joined(team), 'lifecycle');
  for (const team of FIRST) await registered(team);
  await registered(ALONE);
  await counting.count('registration', TEN.agentIds.length, () => registered(TEN));

  const token = await mintToken(world.instance, { workload: ALONE.agentIds[0], lifetime: 3600 });
  // the first of a process fetches keys and looks the binding up
  await plane.issue(token);
  await counting.count('lease', LEASES, async () => {
    for (let lease = 0; lease < LEASES; lease += 1) await plane.issue(token);
  });

  for (const team of FIRST) await leave(team);
  await counting.count('departure', 1, () => leave(ALONE));
  await counting.count('departure of ten', 1, () => leave(TEN));
  await counting.count('sweep', 1, () => plane.sweep());
  return counting.paths();
};
