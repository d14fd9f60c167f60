import type { AgentId, EnvironmentName, StopId } from '../kernel/identifiers.ts';
import type { Change } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';
import type { RoleManager } from '../ports/role-manager.ts';
import type { StopRecords } from '../ports/stop-records.ts';
import { coveredAgents } from '../stops/covered-agents.ts';
import { clearEntry, denyByLocks } from '../stops/entry-transitions.ts';
import { clearIn, isCleared } from '../stops/raise-stop.ts';
import type { ClearedEntry, Stop } from '../stops/stop.ts';
import { clearMarker } from './clear-marker.ts';
import { type CommitPorts, commitDecision } from './commit-decision.ts';
import { stopped } from './compile-stop-list.ts';
import { endAccess } from './end-access.ts';
import { entryCleared } from './entry-cleared.ts';

export interface ClearStopPorts extends CommitPorts {
  readonly registry: Registry;
  readonly stops: StopRecords;
  readonly roles: RoleManager;
}

export interface ClearStopOrder {
  readonly stopId: StopId;
  readonly environment: EnvironmentName;
  readonly cursor?: string | undefined;
}

/** Roles worked on at once: IAM throttles writes per account. */
const PARALLEL = 5;

/**
 * Gives each covered agent its consequence, one page at a time, and orders the next page; after the last the entry
 * leaves the stop list. Memory and concurrency are bounded whatever the number of agents, and a page that is done
 * twice does no harm.
 * @returns how many agents the page held
 * @throws what kept an agent of the page from its consequence, after the others had theirs; deliver again
 */
export const clearStop = async (order: ClearStopOrder, ports: ClearStopPorts): Promise<number> => {
  const { stopId, environment, cursor } = order;
  const [stop, entry] = await Promise.all([ports.stops.stop(stopId), ports.stops.entry(stopId, environment)]);
  if (stop === undefined || entry === undefined || entry.status === 'cleared') return 0;
  // locking the role would end the agent's other leases too
  if (stop.consequence.then === 'nothing') return 0;
  const page = await coveredAgents({ target: stop.target, environment, cursor }, ports.registry);
  const ids = page.agents.map(({ agentId }) => agentId);
  await endEach(ids, (agentId) => endAccess({ agentId, stop }, ports));
  const next = page.cursor;
  await commitDecision(ports, async () =>
    next === undefined
      ? finish(order, ports)
      : {
          change: { ...NOTHING, work: [{ kind: 'clear-stop', stopId, environment, cursor: next }] },
          result: undefined,
        },
  );
  return ids.length;
};

/** One agent that cannot be ended must not keep the others working: its failure is thrown once all were tried. */
const endEach = async (ids: readonly AgentId[], end: (agentId: AgentId) => Promise<void>): Promise<void> => {
  const failures: unknown[] = [];
  for (let from = 0; from < ids.length; from += PARALLEL) {
    const ended = await Promise.allSettled(ids.slice(from, from + PARALLEL).map(end));
    failures.push(...ended.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])));
  }
  if (failures.length > 0) throw failures[0];
};

const NOTHING: Change = { writes: [], audit: [], events: [], work: [] };

const finish = async (
  { stopId, environment }: ClearStopOrder,
  { registry, stops, clock }: ClearStopPorts,
) => {
  const [stop, entry] = await Promise.all([stops.stop(stopId), stops.entry(stopId, environment)]);
  if (stop === undefined || entry === undefined) return { result: undefined };
  const now = clock.now();
  // an entry for which the list had no room is denied now that every role is locked
  if (entry.status === 'raised') return { change: stopped(denyByLocks(entry, now)), result: undefined };
  // what was not seen denied stays on the list
  if (entry.status !== 'verified') return { result: undefined };
  return { change: await cleared(stop, clearEntry(entry, now), registry), result: undefined };
};

const cleared = async (stop: Stop, entry: ClearedEntry, registry: Registry): Promise<Change> => {
  const { environment } = entry;
  const change = entryCleared(stop, entry);
  const marker = isCleared(clearIn(stop, environment)) ? await clearMarker(stop, registry) : [];
  return {
    ...change,
    writes: [...change.writes, ...marker],
    work: [{ kind: 'compile-stop-list', environment }],
  };
};
