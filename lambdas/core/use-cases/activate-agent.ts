import type { Agent, ProvisioningAgent, SuspensionReason } from '../agents/agent.ts';
import { agentIds } from '../agents/agent-ids.ts';
import { activate, groundsForSuspension, suspend } from '../agents/transitions.ts';
import type { Catalog } from '../environments/catalog.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { AgentId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';
import { probeSession } from '../leases/probe-session.ts';
import type { IdentifierSource } from '../ports/identifier-source.ts';
import type { Change } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';
import { type CommitPorts, commitDecision, type Decided } from './commit-decision.ts';
import { newLeaseId } from './new-id.ts';
import { type ProbePorts, probeUntil } from './probe-until.ts';
import { standingGuards } from './standing-guards.ts';

export interface ActivateAgentPorts extends CommitPorts, ProbePorts {
  readonly registry: Registry;
  readonly identifiers: IdentifierSource;
  readonly catalog: Catalog;
}

/** The role does not give working sessions yet. */
export class RoleNotWorkingError extends Error {
  readonly code = 'role-not-working';

  constructor(agentId: AgentId, detail: string | undefined) {
    super(`a session of agent ${agentId} does not work yet: ${detail ?? 'no detail'}`);
    this.name = 'RoleNotWorkingError';
  }
}

/** Milliseconds. */
const PATIENCE = 40_000;

/**
 * Tries a session of the agent's new role until it works, then puts the agent into service, if its owner and process
 * still admit that; again is harmless.
 * @throws RoleNotWorkingError; deliver again to try again
 */
export const activateAgent = async (agentId: AgentId, ports: ActivateAgentPorts): Promise<void> => {
  const agent = await ports.registry.agent(agentId);
  if (agent?.status !== 'provisioning' || agent.role === undefined || agent.role.outdated) return;
  await probeRole(agent, agent.role.arn, ports);
  await commitDecision(ports, () => enterService(agentId, ports));
};

const probeRole = async (
  agent: ProvisioningAgent,
  roleArn: string,
  ports: ActivateAgentPorts,
): Promise<void> => {
  const { registry, identifiers, catalog } = ports;
  const environment = catalog.environments.get(agent.environment);
  if (environment === undefined) {
    throw new RoleNotWorkingError(agent.agentId, 'its environment is not part of the deployment');
  }
  const process = await registry.process(agent.processId);
  const request = probeSession(agent, newLeaseId(identifiers), { environment, process, roleArn });
  const plan = { request, environment: agent.environment, wanted: 'allowed', patience: PATIENCE } as const;
  const { result } = await probeUntil(plan, ports);
  if (result.outcome !== 'allowed') throw new RoleNotWorkingError(agent.agentId, result.detail);
};

const enterService = async (
  agentId: AgentId,
  { registry, clock }: ActivateAgentPorts,
): Promise<Decided<void>> => {
  const agent = await registry.agent(agentId);
  if (agent?.status !== 'provisioning') return { result: undefined };
  const [owner, process] = await Promise.all([
    registry.owner(agent.ownerId),
    registry.process(agent.processId),
  ]);
  const now = clock.now();
  const grounds = groundsForSuspension(agent, owner, { process, now });
  const next = grounds.length > 0 ? suspend(agent, grounds, now) : activate(agent, now);
  if (next === undefined) return { result: undefined };
  const change = {
    ...entered(agent, next, { grounds, now }),
    // a leaving or a change of process that is committed meanwhile must be seen
    guards: standingGuards(owner, process),
  };
  return { change, result: undefined };
};

const entered = (
  agent: ProvisioningAgent,
  next: Agent,
  { grounds, now }: { readonly grounds: readonly SuspensionReason[]; readonly now: Instant },
): Change => {
  const told = { occurredAt: now, causedBy: agent.registeredBy };
  const event: OutgoingEvent =
    next.status === 'active'
      ? {
          ...told,
          type: next.role.sessionsFrom === undefined ? 'Agent Activated' : 'Agent Reinstated',
          detail: { ...agentIds(agent), roleArn: next.role.arn },
        }
      : { ...told, type: 'Agent Suspended', detail: { ...agentIds(agent), reasons: grounds } };
  return {
    writes: [{ entity: 'agent', next, previous: agent }],
    audit: [
      {
        subject: `agent:${agent.agentId}`,
        at: now,
        action: next.status === 'active' ? 'activate' : 'suspend',
        outcome: 'accepted',
        causedBy: agent.registeredBy,
        before: { status: agent.status },
        after: { status: next.status, ...(grounds.length > 0 && { reasons: grounds }) },
      },
    ],
    events: [event],
    // the role was made already: the provisioner locks it
    work: next.status === 'suspended' ? [{ kind: 'provision-agent', agentId: agent.agentId }] : [],
  };
};
