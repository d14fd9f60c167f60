import type {
  AgentCompromised,
  AgentRegistered,
  AgentRetired,
  AgentUpdated,
  OwnerDescribed,
  OwnerLeft,
  OwnerReturned,
  OwnershipTransferred,
  ProcessDefined,
  ProcessRetired,
} from '../../../lambdas/core/events/inbound-event.ts';
import type { ProcessVersion, ProfileName } from '../../../lambdas/core/kernel/identifiers.ts';
import { type Instant, plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import { AT, agentId, environmentName, ownerId, processId } from '../../support/contract-suites/entities.ts';

/** The second after the beginning at which something occurred. */
export const second = (seconds: number): Instant => plusSeconds(AT, seconds);

/** Events of one source are told apart by what they say and when: the same one twice is a repetition. */
const told = (what: string, at: number) => ({
  source: 'acme.hr',
  eventId: `${what}-${at}`,
  occurredAt: second(at),
});

export const ownerJoined = (id: string, at = 0): OwnerDescribed => ({
  ...told(`joined-${id}`, at),
  type: 'Owner Joined',
  ownerId: ownerId(id),
  email: `${id}@acme.example`,
});

export const ownerLeft = (id: string, at = 10, facts: Partial<OwnerLeft> = {}): OwnerLeft => ({
  ...told(`left-${id}`, at),
  type: 'Owner Left',
  ownerId: ownerId(id),
  ...facts,
});

export const ownerReturned = (id: string, at = 20): OwnerReturned => ({
  ...told(`returned-${id}`, at),
  type: 'Owner Returned',
  ownerId: ownerId(id),
});

/** @param profiles by name; the version is that of the second */
export const processDefined = (id: string, profiles: readonly string[], at = 0): ProcessDefined => ({
  ...told(`defined-${id}`, at),
  type: at === 0 ? 'Process Registered' : 'Process Changed',
  processId: processId(id),
  version: `${at}` as ProcessVersion,
  profiles: profiles.map((name) => name as ProfileName),
});

export const processRetired = (id: string, at = 10): ProcessRetired => ({
  ...told(`retired-${id}`, at),
  type: 'Process Retired',
  processId: processId(id),
});

export const agentRegistered = (id: string, facts: Partial<AgentRegistered> = {}): AgentRegistered => ({
  ...told(`registered-${id}`, 5),
  type: 'Agent Registered',
  agentId: agentId(id),
  environment: environmentName('test'),
  ownerId: ownerId('e1'),
  processId: processId('support'),
  profile: 'coding-agent' as ProfileName,
  workload: { issuer: 'https://issuer.example', subject: `workload-of-${id}` },
  ...facts,
});

export const agentRetired = (id: string, at = 10): AgentRetired => ({
  ...told(`retired-${id}`, at),
  type: 'Agent Retired',
  agentId: agentId(id),
  reason: 'replaced',
});

export const agentCompromised = (id: string, facts: Partial<AgentCompromised> = {}): AgentCompromised => ({
  ...told(`compromised-${id}`, 10),
  type: 'Agent Compromised',
  agentId: agentId(id),
  reason: 'its token was in a log',
  ...facts,
});

export const agentUpdated = (id: string, facts: Partial<AgentUpdated>, at = 10): AgentUpdated => ({
  ...told(`updated-${id}`, at),
  type: 'Agent Updated',
  agentId: agentId(id),
  ...facts,
});

export const ownershipTransferred = (id: string, to: string, at = 10): OwnershipTransferred => ({
  ...told(`transferred-${id}`, at),
  type: 'Ownership Transferred',
  agentId: agentId(id),
  ownerId: ownerId(to),
});
