import type { Agent } from '../agents/agent.ts';
import { agentIds } from '../agents/agent-ids.ts';
import { unknownAgent } from '../agents/refusals.ts';
import { transferAgent } from '../agents/transfer-agent.ts';
import { causeOf, type OwnershipTransferred } from '../events/inbound-event.ts';
import { ok } from '../kernel/result.ts';
import type { Decide, Deciding, Decision } from './decision.ts';
import { standingGuards } from './standing-guards.ts';
import { unchangedAgent } from './unchanged-agent.ts';

/** Gives an agent another owner. */
export const transferAgentOnEvent: Decide<OwnershipTransferred> = async (event, deciding) => {
  const { registry, catalog, now } = deciding;
  const agent = await registry.agent(event.agentId);
  if (agent === undefined) return unknownAgent(event.agentId);
  const [formerOwner, newOwner] = await Promise.all([
    registry.owner(agent.ownerId),
    registry.owner(event.ownerId),
  ]);
  const environment = catalog.environments.get(agent.environment);
  const transferred = transferAgent(agent, event, { now, formerOwner, newOwner, environment });
  if (!transferred.ok) return transferred;
  const next = transferred.value;
  if (next === undefined) return ok(unchangedAgent(agent, event, { action: 'transfer', now }));
  // a leaving of either that is committed meanwhile must be seen: the stop has to find the agent under its owner
  const guards = [...standingGuards(formerOwner, undefined), ...standingGuards(newOwner, undefined)];
  return ok({ ...decision(agent, next, { event, deciding }), guards });
};

const decision = (
  agent: Agent,
  next: Agent,
  { event, deciding: { now } }: { readonly event: OwnershipTransferred; readonly deciding: Deciding },
): Decision => ({
  writes: [{ entity: 'agent', next, previous: agent }],
  audit: [
    {
      subject: `agent:${agent.agentId}`,
      at: now,
      action: 'transfer',
      outcome: 'accepted',
      causedBy: causeOf(event),
      before: { status: agent.status, ownerId: agent.ownerId },
      after: { status: next.status, ownerId: next.ownerId },
    },
  ],
  events: [
    {
      type: 'Ownership Accepted',
      occurredAt: now,
      causedBy: causeOf(event),
      detail: { ...agentIds(next), formerOwnerId: agent.ownerId },
    },
  ],
  work: next.status === 'provisioning' ? [{ kind: 'provision-agent', agentId: agent.agentId }] : [],
});
