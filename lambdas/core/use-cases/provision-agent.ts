import type { ActiveAgent, Agent, AgentRole, ProvisioningAgent, SuspendedAgent } from '../agents/agent.ts';
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
 * Makes the role of a registered agent, then orders that it be tried; writes that of an active one anew when a
 * deployment has changed its profile; again is harmless. A role that was made for an agent stopped meanwhile is locked,
 * for one retired meanwhile removed, also when the run that made it was cut off.
 * @throws PlanMissingError, ForeignRoleError; deliver again to try again
 */
export const provisionAgent = async (agentId: AgentId, ports: ProvisionAgentPorts): Promise<void> => {
  const agent = await ports.registry.agent(agentId);
  const role = agent && lacksRole(agent, ports.catalog) ? await makeRole(agent, ports) : undefined;
  await commitDecision(ports, async () => {
    const current = await ports.registry.agent(agentId);
    const change = current && (await settle(current, role, ports));
    return change === undefined ? { result: undefined } : { change, result: undefined };
  });
};

type Working = ProvisioningAgent | ActiveAgent;

/** Whether the agent waits for a role, or works with one that a deployment has left behind. */
const lacksRole = (agent: Agent, { profiles }: Catalog): agent is Working =>
  agent.status === 'provisioning' ||
  (agent.status === 'active' && agent.role.profileDigest !== profiles.get(agent.profile)?.digest);

/** @param role as made by this run; undefined where an earlier one may have left one behind */
const settle = async (
  agent: Agent,
  role: AgentRole | undefined,
  ports: ProvisionAgentPorts,
): Promise<Change | undefined> => {
  const { roles, clock } = ports;
  if (agent.status === 'retired') await roles.deleteRole(agent.agentId, agent.environment);
  if (agent.status === 'suspended' && agent.role?.lockedAt === undefined) {
    await roles.lockRole(agent.agentId, agent.environment);
    const known = role ?? agent.role;
    return known && lateRole(agent, { ...known, lockedAt: clock.now() });
  }
  const works = agent.status === 'provisioning' || agent.status === 'active';
  return works && role !== undefined ? made(agent, role, clock.now()) : undefined;
};

const planFor = (agent: Agent, { catalog, callers }: ProvisionAgentPorts): RolePlan => {
  const environment = catalog.environments.get(agent.environment);
  const profile = catalog.profiles.get(agent.profile);
  if (environment === undefined || profile === undefined) throw new PlanMissingError(agent);
  return { environment, profile, callers };
};

const makeRole = async (agent: Working, ports: ProvisionAgentPorts): Promise<AgentRole> => {
  const plan = planFor(agent, ports);
  const { arn } = await ports.roles.ensureRole(specifyRole(agent, plan));
  const { sessionsFrom } = agent.role ?? {};
  return { arn, profileDigest: plan.profile.digest, ...(sessionsFrom !== undefined && { sessionsFrom }) };
};

const made = (agent: Working, role: AgentRole, now: Instant): Change => ({
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
  work: agent.status === 'provisioning' ? [{ kind: 'activate-agent', agentId: agent.agentId }] : [],
});

/** The agent was stopped while its role was made: the stop found no role to lock. */
const lateRole = (agent: SuspendedAgent, role: AgentRole & { readonly lockedAt: Instant }): Change => ({
  writes: [{ entity: 'agent', next: assignRole(agent, role), previous: agent }],
  audit: [
    {
      subject: `agent:${agent.agentId}`,
      at: role.lockedAt,
      action: 'lock',
      outcome: 'accepted',
      causedBy: agent.registeredBy,
      after: { roleArn: role.arn },
    },
  ],
  events: [],
  work: [],
});
