import type { AgentId, EnvironmentName, StopId } from '../kernel/identifiers.ts';
import type { Change } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';
import type { RoleManager } from '../ports/role-manager.ts';
import type { StopRecords } from '../ports/stop-records.ts';
import { coveredAgents } from '../stops/covered-agents.ts';
import { clearEntry, denyEntry } from '../stops/entry-transitions.ts';
import { clearIn, isCleared } from '../stops/raise-stop.ts';
import type { Stop, StopEntry } from '../stops/stop.ts';
import { stopSubject } from '../stops/stop-subject.ts';
import { clearMarker } from './clear-marker.ts';
import { type CommitPorts, commitDecision } from './commit-decision.ts';
import { stopped } from './compile-stop-list.ts';
import { endAccess } from './end-access.ts';

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
 */
export const clearStop = async (order: ClearStopOrder, ports: ClearStopPorts): Promise<number> => {
  const { stopId, environment, cursor } = order;
  const [stop, entry] = await Promise.all([ports.stops.stop(stopId), ports.stops.entry(stopId, environment)]);
  if (stop === undefined || entry === undefined || entry.status === 'cleared') return 0;
  const { consequence } = stop;
  // locking the role would end the agent's other leases too
  if (consequence.then === 'nothing') return 0;
  const page = await coveredAgents({ target: stop.target, environment, cursor }, ports.registry);
  const ids = page.agents.map(({ agentId }) => agentId);
  const end = (agentId: AgentId) => endAccess({ agentId, consequence, causedBy: stop.causedBy }, ports);
  for (let from = 0; from < ids.length; from += PARALLEL) {
    await Promise.all(ids.slice(from, from + PARALLEL).map(end));
  }
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

const NOTHING: Change = { writes: [], audit: [], events: [], work: [] };

const finish = async (
  { stopId, environment }: ClearStopOrder,
  { registry, stops, clock }: ClearStopPorts,
) => {
  const [stop, entry] = await Promise.all([stops.stop(stopId), stops.entry(stopId, environment)]);
  if (stop === undefined || entry === undefined) return { result: undefined };
  const now = clock.now();
  // an entry for which the list had no room is denied now that every role is locked
  if (entry.status === 'raised') return { change: stopped(denyEntry(entry, now)), result: undefined };
  // what was not seen denied stays on the list
  if (entry.status !== 'verified') return { result: undefined };
  return { change: await cleared(stop, clearEntry(entry, now), registry), result: undefined };
};

const cleared = async (
  stop: Stop,
  entry: Extract<StopEntry, { status: 'cleared' }>,
  registry: Registry,
): Promise<Change> => {
  const { environment, target, causedBy, clearedAt } = entry;
  const next = clearIn(stop, environment);
  return {
    writes: [
      { entity: 'stop-entry', next: entry },
      { entity: 'stop', next },
      ...(isCleared(next) ? await clearMarker(stop, registry) : []),
    ],
    audit: [
      {
        subject: stopSubject(target),
        at: clearedAt,
        action: 'clear',
        outcome: 'accepted',
        causedBy,
        after: { stopId: stop.stopId, environment, status: 'cleared' },
      },
    ],
    events: [],
    work: [{ kind: 'compile-stop-list', environment }],
  };
};
