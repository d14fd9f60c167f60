import {
  type Agent,
  type AgentRole,
  isWorking,
  type SuspendedAgent,
  type WorkingAgent,
} from '../agents/agent.ts';
import { agentIds } from '../agents/agent-ids.ts';
import { type RolePlan, specifyRole } from '../agents/role-specification.ts';
import type { TrustedCallers } from '../agents/role-trust.ts';
import { assignRole } from '../agents/transitions.ts';
import type { Catalog } from '../environments/catalog.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
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
 * Brings an agent's role in line with the agent: makes it, then orders that it be tried; writes it anew for an agent
 * that comes back, or when a deployment has changed its profile; locks it for one that was stopped meanwhile and removes
 * it for one that was retired. Whatever it wrote for a state that has passed by then, it writes again for the present
 * one; so does its repetition for what an earlier run left behind that was cut off.
 * @throws PlanMissingError, ForeignRoleError; deliver again to try again
 */
export const provisionAgent = async (agentId: AgentId, ports: ProvisionAgentPorts): Promise<void> => {
  let written: AgentRole | undefined;
  await commitDecision(ports, async () => {
    const agent = await ports.registry.agent(agentId);
    if (agent === undefined || agent.status === 'pending') return { result: undefined };
    if (lacksRole(agent, ports.catalog) || (written !== undefined && isWorking(agent))) {
      written = await makeRole(agent, ports);
    }
    const change = (await settle(agent, written, ports)) ?? unchanged(agent);
    return { change, result: undefined };
  });
};

/**
 * Whether the agent waits for a role, or works with one that a deployment has left behind; or came back once: then a
 * late order may have put a former state in the place of the present one.
 */
const lacksRole = (agent: Agent, { profiles }: Catalog): agent is WorkingAgent =>
  agent.status === 'provisioning' ||
  (agent.status === 'active' &&
    (agent.role.profileDigest !== profiles.get(agent.profile)?.digest ||
      agent.role.sessionsFrom !== undefined));

/** @param written the role, if this run has written it */
const settle = async (
  agent: Agent,
  written: AgentRole | undefined,
  { roles, clock }: ProvisionAgentPorts,
): Promise<Change | undefined> => {
  if (agent.status === 'retired') await roles.deleteRole(agent.agentId, agent.environment);
  if (agent.status === 'suspended') {
    const { role = written } = agent;
    await roles.lockRole(agent.agentId, agent.environment);
    if (role === undefined || role.lockedAt !== undefined) return undefined;
    return lateRole(agent, { ...role, lockedAt: clock.now() });
  }
  if (!isWorking(agent) || written === undefined) return undefined;
  const isAsNoted = agent.status === 'active' && canonicalJson(agent.role) === canonicalJson(written);
  return isAsNoted ? undefined : made(agent, written, clock.now());
};

/** What was written is right only if the agent is still what it was written for. */
const unchanged = ({ agentId, revision }: Agent): Change => ({
  writes: [],
  guards: [{ entity: 'agent', id: agentId, revision }],
  audit: [],
  events: [],
  work: [],
});

const planFor = (agent: Agent, { catalog, callers }: ProvisionAgentPorts): RolePlan => {
  const environment = catalog.environments.get(agent.environment);
  const profile = catalog.profiles.get(agent.profile);
  if (environment === undefined || profile === undefined) throw new PlanMissingError(agent);
  return { environment, profile, callers };
};

const makeRole = async (agent: WorkingAgent, ports: ProvisionAgentPorts): Promise<AgentRole> => {
  const plan = planFor(agent, ports);
  const { arn } = await ports.roles.ensureRole(specifyRole(agent, plan));
  const { sessionsFrom } = agent.role ?? {};
  return { arn, profileDigest: plan.profile.digest, ...(sessionsFrom !== undefined && { sessionsFrom }) };
};

const made = (agent: WorkingAgent, role: AgentRole, now: Instant): Change => ({
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
