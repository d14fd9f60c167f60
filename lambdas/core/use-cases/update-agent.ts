import type { Agent } from '../agents/agent.ts';
import { unknownAgent } from '../agents/refusals.ts';
import { updateAgent } from '../agents/update-agent.ts';
import { type AgentUpdated, causeOf } from '../events/inbound-event.ts';
import type { Instant } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Decide, Decision } from './decision.ts';
import { standingGuards } from './standing-guards.ts';
import { unchangedAgent } from './unchanged-agent.ts';

/** Changes what an agent is described as, may do, or serves. */
export const updateAgentOnEvent: Decide<AgentUpdated> = async (event, { registry, catalog, now }) => {
  const agent = await registry.agent(event.agentId);
  if (agent === undefined) return unknownAgent(event.agentId);
  const formerProcess = await registry.process(agent.processId);
  const moves = event.processId !== undefined && event.processId !== agent.processId;
  const process = moves ? await registry.process(event.processId) : formerProcess;
  const updated = updateAgent(agent, event, { now, catalog, formerProcess, process });
  if (!updated.ok) return updated;
  const next = updated.value;
  if (next === undefined) return ok(unchangedAgent(agent, event, { action: 'update', now }));
  // a stop on the process that it leaves must find it there
  const guards = [
    ...standingGuards(undefined, process),
    ...(moves ? standingGuards(undefined, formerProcess) : []),
  ];
  return ok({ ...decision(agent, next, { event, now }), guards });
};

const summaryOf = ({ status, processId, profile, expiresAt }: Agent) => ({
  status,
  processId,
  profile,
  ...(expiresAt !== undefined && { expiresAt }),
});

const decision = (
  agent: Agent,
  next: Agent,
  { event, now }: { readonly event: AgentUpdated; readonly now: Instant },
): Decision => ({
  writes: [{ entity: 'agent', next, previous: agent }],
  audit: [
    {
      subject: `agent:${agent.agentId}`,
      at: now,
      action: 'update',
      outcome: 'accepted',
      causedBy: causeOf(event),
      before: summaryOf(agent),
      after: summaryOf(next),
    },
  ],
  events: [],
  work:
    next.status === 'provisioning' && agent.status !== 'provisioning'
      ? [{ kind: 'provision-agent', agentId: agent.agentId }]
      : [],
});
