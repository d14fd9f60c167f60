import { type AgentRegistered, causeOf } from '../events/inbound-event.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { asReasons, ok, type Reasons, type Result, refused } from '../kernel/result.ts';
import type { PendingAgent, ProvisioningAgent } from './agent.ts';
import { checkRegistration, type RegistrationFacts } from './check-registration.ts';

export type RegisteredAgent = PendingAgent | ProvisioningAgent;

const agentOf = (event: AgentRegistered, { now, catalog }: RegistrationFacts): RegisteredAgent => {
  const { type: _, source: __, eventId: ___, occurredAt, ...facts } = event;
  const accepts = catalog.environments.get(event.environment)?.acceptance === 'owner';
  return {
    ...facts,
    status: accepts ? 'pending' : 'provisioning',
    registeredAt: now,
    ownedSince: occurredAt,
    registeredBy: causeOf(event),
    since: now,
    revision: 1,
  };
};

/** What identifies a registration, to tell a repetition under another event id from a different one. */
const essence = (agent: Omit<RegisteredAgent, 'status'>): string => {
  const { agentId, environment, ownerId, processId, profile, workload, backupOwnerId, expiresAt } = agent;
  return canonicalJson({
    agentId,
    environment,
    ownerId,
    processId,
    profile,
    workload,
    backupOwnerId,
    expiresAt,
  });
};

/**
 * Judges a registration: the new agent; undefined when this very agent is registered already; or every reason against
 * it at once.
 */
export const registerAgent = (
  event: AgentRegistered,
  facts: RegistrationFacts,
): Result<RegisteredAgent | undefined, Reasons> => {
  const agent = agentOf(event, facts);
  const { existing } = facts;
  const repeated =
    existing !== undefined && existing.status !== 'retired' && essence(existing) === essence(agent);
  if (repeated) return ok(undefined);
  const reasons = asReasons(checkRegistration(event, facts));
  return reasons === undefined ? ok(agent) : refused(reasons);
};
