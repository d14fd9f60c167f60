import { type Agent, isWorking, type RetiredAgent } from '../agents/agent.ts';
import { agentIds } from '../agents/agent-ids.ts';
import { forgetRole, recordLock, suspend } from '../agents/transitions.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { AgentId } from '../kernel/identifiers.ts';
import { type Instant, plusSeconds } from '../kernel/instant.ts';
import type { Change } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';
import type { RoleManager } from '../ports/role-manager.ts';
import { covers } from '../stops/covered-agents.ts';
import type { Stop } from '../stops/stop.ts';
import { type CommitPorts, commitDecision } from './commit-decision.ts';

export interface EndAccessPorts extends CommitPorts {
  readonly registry: Registry;
  readonly roles: RoleManager;
}

export interface EndAccessOrder {
  readonly agentId: AgentId;
  readonly stop: Stop;
}

/**
 * Suspends one stopped agent and locks its role, or removes the role of a retired one; again is harmless. The role is
 * written first: a crash in between leaves an agent that can do less than it says, never more.
 */
export const endAccess = async ({ agentId, stop }: EndAccessOrder, ports: EndAccessPorts): Promise<void> => {
  await commitDecision(ports, async () => {
    const agent = await ports.registry.agent(agentId);
    const change = agent && (await changeFor(agent, stop, ports));
    return change === undefined ? { result: undefined } : { change, result: undefined };
  });
};

const changeFor = (agent: Agent, stop: Stop, ports: EndAccessPorts): Promise<Change | undefined> | Change => {
  if (agent.status === 'retired') return removeRole(agent, stop, ports);
  // whoever was late here may have locked the role of an agent that goes on
  if (!covers(stop.target, agent) || cameBackSince(stop, agent)) return realigned(agent);
  return lockAndSuspend(agent, stop, ports);
};

/** Its role denies the sessions of before by itself: the stop has no claim on it any more. */
const cameBackSince = ({ raisedAt }: Stop, agent: Agent): boolean => {
  const { role } = agent;
  if (!isWorking(agent) || role?.sessionsFrom === undefined || role.outdated) return false;
  // an agent comes back within the second before `sessionsFrom`
  return plusSeconds(raisedAt, 1) < role.sessionsFrom;
};

const realigned = ({ agentId }: Agent): Change => ({
  writes: [],
  audit: [],
  events: [],
  work: [{ kind: 'provision-agent', agentId }],
});

const removeRole = async (
  agent: RetiredAgent,
  { causedBy }: Stop,
  { roles, clock }: EndAccessPorts,
): Promise<Change | undefined> => {
  // even where none is known: the provisioner may have been about to record it
  await roles.deleteRole(agent.agentId, agent.environment);
  if (agent.role === undefined) return undefined;
  return {
    writes: [{ entity: 'agent', next: forgetRole(agent), previous: agent }],
    audit: [auditOf(agent, { action: 'delete-role', causedBy, now: clock.now() })],
    events: [],
    work: [],
  };
};

const lockAndSuspend = async (
  agent: Exclude<Agent, RetiredAgent>,
  { consequence, causedBy }: Stop,
  { roles, clock }: EndAccessPorts,
): Promise<Change | undefined> => {
  if (agent.role?.lockedAt === undefined) await roles.lockRole(agent.agentId, agent.environment);
  const now = clock.now();
  const reasons = consequence.then === 'suspend' ? [consequence.reason] : [];
  const suspended = suspend(agent, reasons, now);
  // one revision per commit, however many of its fields change
  const locked = recordLock(suspended ?? agent, now);
  if (locked === agent) return undefined;
  const next = { ...locked, revision: agent.revision + 1 };
  const event: OutgoingEvent = {
    type: 'Agent Suspended',
    occurredAt: now,
    causedBy,
    detail: { ...agentIds(agent), reasons: next.status === 'suspended' ? next.reasons : [] },
  };
  return {
    writes: [{ entity: 'agent', next, previous: agent }],
    audit: [
      {
        ...auditOf(agent, { action: suspended === undefined ? 'lock' : 'suspend', causedBy, now }),
        before: { status: agent.status },
        after: { status: next.status, reasons: event.detail.reasons },
      },
    ],
    events: suspended === undefined ? [] : [event],
    work: [],
  };
};

const auditOf = (
  { agentId }: Agent,
  { action, causedBy, now }: { readonly action: string; readonly causedBy: string; readonly now: Instant },
) => ({ subject: `agent:${agentId}`, at: now, action, outcome: 'accepted', causedBy }) as const;
