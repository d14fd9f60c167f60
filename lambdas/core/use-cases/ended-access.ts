import type { Agent } from '../agents/agent.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { Instant } from '../kernel/instant.ts';
import { entryOf, raiseStop, type StopOrder } from '../stops/raise-stop.ts';
import type { Decision } from './decision.ts';

interface Ending {
  readonly agent: Agent;
  /** The same as `agent` where its state is that already. */
  readonly next: Agent;
  /** Told if the state changes. */
  readonly event: OutgoingEvent;
}

/** Ends what one agent may do: its next state, and the stop that denies its sessions, if it can have any. */
export const endedAccess = ({ agent, next, event }: Ending, order?: StopOrder): Decision => {
  const changed = next !== agent;
  return {
    writes: [
      ...(changed ? [{ entity: 'agent', next, previous: agent } as const] : []),
      ...(order === undefined ? [] : raisedStop(order, agent, event.occurredAt)),
    ],
    audit: [
      {
        subject: `agent:${agent.agentId}`,
        at: event.occurredAt,
        action: next.status === 'retired' ? 'retire' : 'suspend',
        outcome: 'accepted',
        causedBy: event.causedBy,
        before: { status: agent.status },
        after: { status: next.status, ...(order !== undefined && { stopId: order.stopId }) },
      },
    ],
    events: changed ? [event] : [],
    work: order === undefined ? [] : [{ kind: 'compile-stop-list', environment: agent.environment }],
  };
};

/** A stop on one agent or lease. One agent is in one environment: it needs no spreading. */
export const raisedStop = (order: StopOrder, { environment }: Agent, now: Instant) => {
  const stop = raiseStop(order, now);
  return [
    { entity: 'stop', next: stop },
    { entity: 'stop-entry', next: entryOf(stop, environment) },
  ] as const;
};
