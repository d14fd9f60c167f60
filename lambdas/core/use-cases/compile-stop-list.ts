import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { WorkOrder } from '../events/work-order.ts';
import type { EnvironmentName } from '../kernel/identifiers.ts';
import type { Change } from '../ports/ledger.ts';
import type { StopListWriter } from '../ports/stop-list-writer.ts';
import type { StopRecords } from '../ports/stop-records.ts';
import { compileStopList } from '../stops/compile-stop-list.ts';
import { clearEntry, denyEntry, hasRunOut } from '../stops/entry-transitions.ts';
import type { DeniedEntry, StopEntry } from '../stops/stop.ts';
import { stopSubject } from '../stops/stop-subject.ts';
import { type CommitPorts, commitDecision } from './commit-decision.ts';
import { entryCleared } from './entry-cleared.ts';

export interface CompileStopListPorts extends CommitPorts {
  readonly stops: StopRecords;
  readonly stopLists: StopListWriter;
}

export interface CompiledStopList {
  /** Whether the policy had to change. */
  readonly written: boolean;
  /** Entries on the list. */
  readonly entries: number;
  /** Entries for which there was no room. */
  readonly overflow: number;
}

/** Commits at once, for a list of hundreds. */
const PARALLEL = 10;

/**
 * Writes an environment's stop list from the entries in force, and only then says that they are denied. Converges:
 * whatever was interrupted, the next run completes. One IAM write at most, however many stops and agents. Runs one at
 * a time per environment.
 */
export const compileStopListOf = async (
  environment: EnvironmentName,
  ports: CompileStopListPorts,
): Promise<CompiledStopList> => {
  const now = ports.clock.now();
  const inForce = await ports.stops.entriesInForce(environment);
  const standing = inForce.filter((entry) => !hasRunOut(entry, now));
  const list = compileStopList(standing);
  const { written } = await ports.stopLists.write(environment, list.document);
  const overflow = new Set(list.overflow);
  await eachOf(standing, (entry) => settle(entry, overflow.has(entry.stopId), ports));
  await eachOf(
    inForce.filter((entry) => hasRunOut(entry, now)),
    (entry) => clearRunOut(entry, ports),
  );
  return { written, entries: list.included.length, overflow: list.overflow.length };
};

const settle = async (
  { stopId, environment }: StopEntry,
  overflows: boolean,
  ports: CompileStopListPorts,
): Promise<void> => {
  await commitDecision(ports, async () => {
    const entry = await ports.stops.entry(stopId, environment);
    if (entry?.status !== 'raised') return { result: undefined };
    // no room: its agents are locked role by role, and not before that is it said to be stopped
    const change: Change = overflows
      ? { writes: [], audit: [], events: [], work: [{ kind: 'clear-stop', stopId, environment }] }
      : stopped(denyEntry(entry, ports.clock.now()));
    return { change, result: undefined };
  });
};

/** Takes note that a stopped lease has ended by itself; the list has been written without it. */
const clearRunOut = async (
  { stopId, environment }: StopEntry,
  ports: CompileStopListPorts,
): Promise<void> => {
  const { stops, clock } = ports;
  await commitDecision(ports, async () => {
    const [stop, entry] = await Promise.all([stops.stop(stopId), stops.entry(stopId, environment)]);
    if (stop === undefined || entry === undefined || entry.status === 'cleared') return { result: undefined };
    return { change: entryCleared(stop, clearEntry(entry, clock.now())), result: undefined };
  });
};

/** What is committed once an entry is denied, by the list or role by role. */
export const stopped = (denied: DeniedEntry): Change => {
  const { stopId, environment, target, occurredAt, raisedAt, deniedAt, causedBy } = denied;
  const event: OutgoingEvent = {
    type: 'Access Stopped',
    occurredAt: deniedAt,
    causedBy,
    detail: { stopId, environment, target, factAt: occurredAt, raisedAt, deniedAt },
  };
  const verify: WorkOrder = { kind: 'verify-stop', stopId, environment };
  return {
    writes: [{ entity: 'stop-entry', next: denied }],
    audit: [
      {
        subject: stopSubject(target),
        at: deniedAt,
        action: 'deny',
        outcome: 'accepted',
        causedBy,
        after: { stopId, environment, status: 'denied' },
      },
    ],
    events: [event],
    work: [verify],
  };
};

const eachOf = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  for (let from = 0; from < items.length; from += PARALLEL) {
    await Promise.all(items.slice(from, from + PARALLEL).map(work));
  }
};
