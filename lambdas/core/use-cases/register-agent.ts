import { agentIds } from '../agents/agent-ids.ts';
import { type RegisteredAgent, registerAgent } from '../agents/register-agent.ts';
import { bindingOf } from '../agents/workload.ts';
import { type AgentRegistered, causeOf } from '../events/inbound-event.ts';
import { ok } from '../kernel/result.ts';
import type { Guard } from '../ports/ledger.ts';
import type { Decide, Decision } from './decision.ts';
import { standingGuards } from './standing-guards.ts';
import { unchangedAgent } from './unchanged-agent.ts';

/** Registers an agent whose owner, process, profile, environment and workload admit it; then its role is made. */
export const registerAgentOnEvent: Decide<AgentRegistered> = async (event, { registry, catalog, now }) => {
  const [existing, boundTo, owner, process] = await Promise.all([
    registry.agent(event.agentId),
    registry.agentIdOfBinding(bindingOf(event.workload)),
    registry.owner(event.ownerId),
    registry.process(event.processId),
  ]);
  const judged = registerAgent(event, { now, catalog, existing, boundTo, owner, process });
  if (!judged.ok) return judged;
  if (judged.value === undefined) return ok(unchangedAgent(event, event, { action: 'register', now }));
  return ok(registration(judged.value, event, standingGuards(owner, process)));
};

const registration = (
  agent: RegisteredAgent,
  event: AgentRegistered,
  guards: readonly Guard[],
): Decision => ({
  writes: [{ entity: 'agent', next: agent }],
  guards,
  audit: [
    {
      subject: `agent:${agent.agentId}`,
      at: agent.registeredAt,
      action: 'register',
      outcome: 'accepted',
      causedBy: causeOf(event),
      after: { status: agent.status, ...agentIds(agent), workload: agent.workload },
    },
  ],
  events:
    agent.status === 'pending'
      ? [
          {
            type: 'Agent Pending',
            occurredAt: agent.registeredAt,
            causedBy: causeOf(event),
            detail: agentIds(agent),
          },
        ]
      : [],
  work: agent.status === 'provisioning' ? [{ kind: 'provision-agent', agentId: agent.agentId }] : [],
});
