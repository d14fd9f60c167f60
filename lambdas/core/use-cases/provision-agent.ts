import type { Agent, AgentRole, ProvisioningAgent } from '../agents/agent.ts';
import { agentIds } from '../agents/agent-ids.ts';
import { type RolePlan, specifyRole } from '../agents/role-specification.ts';
import type { TrustedCallers } from '../agents/role-trust.ts';
import { assignRole } from '../agents/transitions.ts';
import type { Catalog } from '../environments/catalog.ts';
import type { AgentId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Change } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';
import type { RoleManager } from '../ports/role-manager.ts';
import { type CommitPorts, commitDecision } from './commit-decision.ts';

export interface ProvisionAgentPorts extends CommitPorts {
  readonly registry: Registry;
  readonly roles: RoleManager;
  readonly catalog: Catalog;
  readonly callers: TrustedCallers;
}

/** A deployment took away what an agent was registered with. */
export class PlanMissingError extends Error {
  readonly code = 'plan-missing';
  readonly resolution: string;

  constructor({ agentId, environment, profile }: Agent) {
    super(`agent ${agentId} needs profile ${profile} in ${environment}, which this deployment does not have`);
    this.name = 'PlanMissingError';
    this.resolution = 'deploy with that profile and environment again, or retire the agent';
  }
}

/**
 * Makes the role of a registered agent, then orders that it be tried; again is harmless. A role that turns out to be
 * made for an agent stopped meanwhile is locked, for one retired meanwhile removed.
 */
export const provisionAgent = async (agentId: AgentId, ports: ProvisionAgentPorts): Promise<void> => {
  const { registry, roles } = ports;
  const agent = await registry.agent(agentId);
  if (agent?.status !== 'provisioning') return;
  const { plan, role } = await makeRole(agent, ports);
  await commitDecision(ports, async () => {
    const current = await registry.agent(agentId);
    if (current?.status === 'retired') await roles.deleteRole(agentId, current.environment);
    if (current?.status === 'suspended')
      return { change: await lateRole(current, role, ports), result: undefined };
    if (current?.status !== 'provisioning') return { result: undefined };
    const change = made(current, { ...role, profileDigest: plan.profile.digest }, ports.clock.now());
    return { change, result: undefined };
  });
};

const planFor = (agent: Agent, { catalog, callers }: ProvisionAgentPorts): RolePlan => {
  const environment = catalog.environments.get(agent.environment);
  const profile = catalog.profiles.get(agent.profile);
  if (environment === undefined || profile === undefined) throw new PlanMissingError(agent);
  return { environment, profile, callers };
};

const makeRole = async (agent: ProvisioningAgent, ports: ProvisionAgentPorts) => {
  const plan = planFor(agent, ports);
  const { arn } = await ports.roles.ensureRole(specifyRole(agent, plan));
  return { plan, role: { arn, profileDigest: plan.profile.digest } };
};

const made = (agent: ProvisioningAgent, role: AgentRole, now: Instant): Change => ({
  writes: [{ entity: 'agent', next: assignRole(agent, role), previous: agent }],
  audit: [
    {
      subject: `agent:${agent.agentId}`,
      at: now,
      action: 'provision',
      outcome: 'accepted',
      causedBy: agent.registeredBy,
      after: { ...agentIds(agent), roleArn: role.arn, profileDigest: role.profileDigest },
    },
  ],
  events: [],
  work: [{ kind: 'activate-agent', agentId: agent.agentId }],
});

/** The agent was stopped while its role was made: the stop found no role to lock. */
const lateRole = async (
  agent: Extract<Agent, { status: 'suspended' }>,
  role: AgentRole,
  { roles, clock }: ProvisionAgentPorts,
): Promise<Change> => {
  await roles.lockRole(agent.agentId, agent.environment);
  const lockedAt = clock.now();
  return {
    writes: [{ entity: 'agent', next: assignRole(agent, { ...role, lockedAt }), previous: agent }],
    audit: [
      {
        subject: `agent:${agent.agentId}`,
        at: lockedAt,
        action: 'lock',
        outcome: 'accepted',
        causedBy: agent.registeredBy,
        after: { roleArn: role.arn },
      },
    ],
    events: [],
    work: [],
  };
};
