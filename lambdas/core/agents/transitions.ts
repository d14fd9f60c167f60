import { type Instant, plusSeconds, startOfSecond } from '../kernel/instant.ts';
import { type Owner, ownerIsActive } from '../owners/owner.ts';
import type { Process } from '../processes/process.ts';
import type {
  ActiveAgent,
  Agent,
  AgentRole,
  ProvisioningAgent,
  RetiredAgent,
  SuspendedAgent,
  SuspensionReason,
} from './agent.ts';

// A transition gives the agent's next state, or undefined where it changes nothing.

/** The facts of an agent without its state. */
const factsOf = (agent: Agent) => {
  const { status: _, ...rest } = agent;
  if (!('reasons' in rest)) return rest;
  const { reasons: __, ...facts } = rest;
  return facts;
};

/** Adds reasons to the set for which the agent does not work. */
export const suspend = (
  agent: Agent,
  reasons: readonly SuspensionReason[],
  now: Instant,
): SuspendedAgent | undefined => {
  if (agent.status === 'retired') return undefined;
  const had = agent.status === 'suspended' ? agent.reasons : [];
  const all = [...new Set([...had, ...reasons])].sort();
  if (all.length === had.length) return undefined;
  const since = agent.status === 'suspended' ? agent.since : now;
  return { ...factsOf(agent), status: 'suspended', reasons: all, since, revision: agent.revision + 1 };
};

/** The role as it has to be when the agent comes back: unlocked, but not for the sessions of before. */
const unlocked = ({ lockedAt: _, ...role }: AgentRole, now: Instant): AgentRole => ({
  ...role,
  // whole seconds, as in a session's own time of issue: one of this very second is denied too
  sessionsFrom: plusSeconds(startOfSecond(now), 1),
  outdated: true,
});

/** The agent waiting for its role to be made (anew), with every session of before denied. */
const toProvisioning = (agent: Exclude<Agent, RetiredAgent>, now: Instant): ProvisioningAgent => ({
  ...factsOf(agent),
  status: 'provisioning',
  since: now,
  ...(agent.role !== undefined && { role: unlocked(agent.role, now) }),
  revision: agent.revision + 1,
});

/** Clears reasons of a suspended agent; when none is left it is provisioned anew, and works again once that was tried. */
export const reinstate = (
  agent: Agent,
  cleared: readonly SuspensionReason[],
  now: Instant,
): SuspendedAgent | ProvisioningAgent | undefined => {
  if (agent.status !== 'suspended') return undefined;
  const reasons = agent.reasons.filter((reason) => !cleared.includes(reason));
  if (reasons.length === agent.reasons.length) return undefined;
  if (reasons.length > 0) return { ...agent, reasons, revision: agent.revision + 1 };
  return toProvisioning(agent, now);
};

/** Makes the role of a working agent anew; sessions with what it had before are denied from then on. */
export const provisionAnew = (agent: ActiveAgent, now: Instant): ProvisioningAgent =>
  toProvisioning(agent, now);

/** Ends the agent for ever. Its role, if it has one, is still to be removed. */
export const retire = (agent: Agent, now: Instant): RetiredAgent | undefined =>
  agent.status === 'retired'
    ? undefined
    : { ...factsOf(agent), status: 'retired', since: now, revision: agent.revision + 1 };

/** Takes note of the role as written. */
export const assignRole = <Kind extends Agent>(agent: Kind, role: AgentRole): Kind => ({
  ...agent,
  role,
  revision: agent.revision + 1,
});

/** Puts an agent whose role was seen to work into service; undefined unless it waits for that. */
export const activate = (agent: Agent, now: Instant): ActiveAgent | undefined =>
  agent.status === 'provisioning' && agent.role !== undefined && agent.role.outdated !== true
    ? { ...factsOf(agent), role: agent.role, status: 'active', since: now, revision: agent.revision + 1 }
    : undefined;

/** Takes note that the role's own deny is in place. */
export const recordLock = (agent: Agent, now: Instant): Agent =>
  agent.role === undefined || agent.role.lockedAt !== undefined
    ? agent
    : assignRole(agent, { ...agent.role, lockedAt: now });

/** Takes note that a retired agent's role is gone. */
export const forgetRole = (agent: RetiredAgent): RetiredAgent => {
  const { role: _, ...rest } = agent;
  return { ...rest, revision: agent.revision + 1 };
};

/** Why an agent may not be put into service, by the standing of its owner and process. */
export const groundsForSuspension = (
  agent: Agent,
  owner: Owner | undefined,
  { process, now }: { readonly process: Process | undefined; readonly now: Instant },
): readonly SuspensionReason[] => [
  ...(owner === undefined || !ownerIsActive(owner, now) ? (['owner-left'] as const) : []),
  ...(process === undefined || process.status === 'retired' ? (['process-retired'] as const) : []),
  ...(process?.status === 'active' && !process.profiles.includes(agent.profile)
    ? (['process-changed'] as const)
    : []),
  ...(agent.expiresAt !== undefined && agent.expiresAt <= now ? (['expired'] as const) : []),
];
