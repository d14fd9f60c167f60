import type { Agent } from '../agents/agent.ts';
import { agentIds } from '../agents/agent-ids.ts';
import { unknownAgent } from '../agents/refusals.ts';
import { retire, suspend } from '../agents/transitions.ts';
import {
  type AgentCompromised,
  type AgentRetired,
  causeOf,
  type EventContext,
} from '../events/inbound-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { LeaseId } from '../kernel/identifiers.ts';
import { ok } from '../kernel/result.ts';
import type { StopOrder } from '../stops/raise-stop.ts';
import type { Decide, Deciding, Decision } from './decision.ts';
import { endedAccess, raisedStop } from './ended-access.ts';
import { unchangedAgent } from './unchanged-agent.ts';

/** Retires an agent for ever: nothing more is issued, live sessions are denied, then its role is removed. */
export const retireAgentOnEvent: Decide<AgentRetired> = async (event, deciding) => {
  const agent = await deciding.registry.agent(event.agentId);
  if (agent === undefined) return unknownAgent(event.agentId);
  const next = retire(agent, deciding.now);
  if (next === undefined) return ok(unchangedAgent(agent, event, { action: 'retire', now: deciding.now }));
  const retired: OutgoingEvent = {
    type: 'Agent Retired',
    occurredAt: deciding.now,
    causedBy: causeOf(event),
    detail: { ...agentIds(agent), ...(event.reason !== undefined && { reason: event.reason }) },
  };
  // an agent that waits for its owner has neither role nor session
  if (agent.status === 'pending') return ok(endedAccess({ agent, next, event: retired }));
  return ok(
    endedAccess(
      { agent, next, event: retired },
      stopOf({ agent, event, deciding, consequence: { then: 'retire' } }),
    ),
  );
};

/** Stops a compromised agent, or one lease of it alone if the event names one. */
export const stopCompromised: Decide<AgentCompromised> = async (event, deciding) => {
  const agent = await deciding.registry.agent(event.agentId);
  if (agent === undefined) return unknownAgent(event.agentId);
  if (agent.status === 'retired') {
    return ok(unchangedAgent(agent, event, { action: 'suspend', now: deciding.now }));
  }
  if (event.leaseId !== undefined) return ok(stopLease(agent, event.leaseId, { event, deciding }));
  const next = suspend(agent, ['compromised'], deciding.now) ?? agent;
  const suspended: OutgoingEvent = {
    type: 'Agent Suspended',
    occurredAt: deciding.now,
    causedBy: causeOf(event),
    detail: { ...agentIds(agent), reasons: next.status === 'suspended' ? next.reasons : [] },
  };
  const consequence = { then: 'suspend', reason: 'compromised' } as const;
  return ok(endedAccess({ agent, next, event: suspended }, stopOf({ agent, event, deciding, consequence })));
};

interface StopCause {
  readonly agent: Agent;
  readonly event: EventContext;
  readonly deciding: Deciding;
  readonly consequence: StopOrder['consequence'];
}

const stopOf = ({ agent, event, deciding, consequence }: StopCause): StopOrder => ({
  stopId: deciding.stopId,
  target: { kind: 'agent', agentId: agent.agentId },
  consequence,
  occurredAt: event.occurredAt,
  causedBy: causeOf(event),
  environments: [agent.environment],
});

const stopLease = (
  agent: Agent,
  leaseId: LeaseId,
  { event, deciding }: { readonly event: AgentCompromised; readonly deciding: Deciding },
): Decision => {
  const { now } = deciding;
  const order: StopOrder = {
    ...stopOf({ agent, event, deciding, consequence: { then: 'nothing' } }),
    target: { kind: 'lease', agentId: agent.agentId, leaseId },
  };
  return {
    writes: raisedStop(order, agent, now),
    audit: [
      {
        subject: `agent:${agent.agentId}`,
        at: now,
        action: 'revoke',
        outcome: 'accepted',
        causedBy: order.causedBy,
        after: { leaseId, stopId: order.stopId },
      },
    ],
    events: [],
    work: [{ kind: 'compile-stop-list', environment: agent.environment }],
  };
};
