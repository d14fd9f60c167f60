import type { EnvironmentName, StopId } from '../kernel/identifiers.ts';
import type { AgentsOf, Registry } from '../ports/registry.ts';
import type { StopRecords } from '../ports/stop-records.ts';
import { entryOf, isCleared, spreadOver } from '../stops/raise-stop.ts';
import type { Stop } from '../stops/stop.ts';
import { clearMarker } from './clear-marker.ts';
import { type CommitPorts, commitDecision } from './commit-decision.ts';

export interface SpreadStopPorts extends CommitPorts {
  readonly registry: Registry;
  readonly stops: StopRecords;
  /** Every environment of the deployment. */
  readonly environments: readonly EnvironmentName[];
}

const agentsCovered = ({ target }: Stop): AgentsOf | undefined => {
  if (target.kind === 'owner') return { ownerId: target.ownerId };
  return target.kind === 'process' ? { processId: target.processId } : undefined;
};

/**
 * Puts a raised stop on the stop list of each environment in which it covers an agent; again is harmless. It runs
 * after the stop was raised: who registers from then on is refused, so no environment can be missed. One read per
 * environment and one transaction, however many agents.
 */
export const spreadStop = async (stopId: StopId, ports: SpreadStopPorts): Promise<void> => {
  const { registry, stops, environments } = ports;
  await commitDecision(ports, async () => {
    const stop = await stops.stop(stopId);
    const covered = stop && agentsCovered(stop);
    if (stop === undefined || covered === undefined || stop.environments !== undefined) {
      return { result: undefined };
    }
    const where = await registry.environmentsOf(covered, environments);
    const next = spreadOver(stop, where);
    const change = {
      writes: [
        { entity: 'stop', next } as const,
        ...where.map((environment) => ({ entity: 'stop-entry', next: entryOf(stop, environment) }) as const),
        // who has no agent leaves nothing to deny
        ...(isCleared(next) ? await clearMarker(stop, registry) : []),
      ],
      audit: [],
      events: [],
      work: where.map((environment) => ({ kind: 'compile-stop-list', environment }) as const),
    };
    return { change, result: undefined };
  });
};
