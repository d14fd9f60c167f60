import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import type { AuditEntry, AuditSubject } from '../../../lambdas/core/audit/audit-record.ts';
import type { OutgoingEvent } from '../../../lambdas/core/events/outgoing-event.ts';
import type { RejectedEvent } from '../../../lambdas/core/events/rejected-event.ts';
import type {
  AgentId,
  EnvironmentName,
  LeaseId,
  OwnerId,
  ProcessId,
  ProcessVersion,
  ProfileName,
  StopId,
} from '../../../lambdas/core/kernel/identifiers.ts';
import type { Instant } from '../../../lambdas/core/kernel/instant.ts';
import type { Lease } from '../../../lambdas/core/leases/lease.ts';
import type { Owner } from '../../../lambdas/core/owners/owner.ts';
import type { Change } from '../../../lambdas/core/ports/ledger.ts';
import type { ActiveProcess } from '../../../lambdas/core/processes/process.ts';
import type { RaisedEntry, Stop } from '../../../lambdas/core/stops/stop.ts';

// the parsers of these ids have tests of their own
export const agentId = (text: string) => text as AgentId;
export const ownerId = (text: string) => text as OwnerId;
export const processId = (text: string) => text as ProcessId;
export const environmentName = (text: string) => text as EnvironmentName;
export const AT = '2026-11-24T05:00:00.000Z' as Instant;

/** A valid ULID that sorts by its number. */
export const ulid = (number: number): string => `01KATRS000${String(number).padStart(16, '0')}`;
export const leaseId = (number: number) => ulid(number) as LeaseId;
export const stopId = (number: number) => ulid(number) as StopId;

export const anAgent = (id: string, facts: Partial<Omit<Agent, 'status'>> = {}): Agent => ({
  agentId: agentId(id),
  environment: environmentName('production'),
  ownerId: ownerId('e1'),
  processId: processId('support'),
  profile: 'support-agent' as ProfileName,
  workload: { issuer: 'https://issuer.example', subject: `workload-of-${id}` },
  ownedSince: AT,
  registeredAt: AT,
  registeredBy: 'event:acme.itsm/1',
  since: AT,
  revision: 1,
  ...facts,
  status: 'provisioning',
});

/** The next revision of an agent, as another status or with other facts. */
export const nextOf = (agent: Agent, changes: Partial<Omit<Agent, 'status'>> = {}): Agent => ({
  ...agent,
  ...changes,
  revision: agent.revision + 1,
});

export const retired = (agent: Agent): Agent => ({ ...nextOf(agent), status: 'retired' });

export const anOwner = (id: string, facts: Partial<Owner> = {}): Owner => ({
  ownerId: ownerId(id),
  status: 'active',
  statusAt: AT,
  stopIds: [],
  revision: 1,
  ...facts,
});

export const aProcess = (id: string, facts: Partial<ActiveProcess> = {}): ActiveProcess => ({
  processId: processId(id),
  status: 'active',
  version: '1' as ProcessVersion,
  profiles: ['support-agent' as ProfileName],
  changedAt: AT,
  stops: [],
  revision: 1,
  ...facts,
});

export const aStop = (number: number): Stop => ({
  stopId: stopId(number),
  target: { kind: 'owner', ownerId: ownerId('e1') },
  consequence: { then: 'suspend', reason: 'owner-left' },
  occurredAt: AT,
  raisedAt: AT,
  causedBy: 'event:acme.hr/1',
  clearedIn: [],
  revision: 1,
});

export const anEntry = (number: number, environment = 'production'): RaisedEntry => ({
  stopId: stopId(number),
  environment: environmentName(environment),
  target: { kind: 'owner', ownerId: ownerId('e1') },
  status: 'raised',
  occurredAt: AT,
  raisedAt: AT,
  causedBy: 'event:acme.hr/1',
  revision: 1,
});

export const aLease = (number: number, agent: Agent): Lease => ({
  leaseId: leaseId(number),
  agentId: agent.agentId,
  ownerId: agent.ownerId,
  processId: agent.processId,
  processVersion: '1' as ProcessVersion,
  profile: agent.profile,
  environment: agent.environment,
  roleArn: `arn:aws:iam::222222222222:role/mandate/production/mandate-${agent.agentId}`,
  issuedAt: AT,
  expiresAt: '2026-11-24T05:30:00.000Z' as Instant,
});

export const aRejection = (number: number): RejectedEvent => ({
  rejectionId: ulid(number),
  source: 'acme.hr',
  eventId: `rejected-${number}`,
  detailType: 'Owner Left',
  rejectedAt: AT,
  reasons: [{ code: 'invalid', message: 'ownerId is missing', resolution: 'give it' }],
  original: '{}',
});

export const anAuditEntry = (subject: AuditSubject, facts: Partial<AuditEntry> = {}): AuditEntry => ({
  subject,
  at: AT,
  action: 'register',
  outcome: 'accepted',
  causedBy: 'event:acme.itsm/1',
  ...facts,
});

/** @param note tells it from others */
export const anEvent = (note: string): OutgoingEvent => ({
  type: 'Event Rejected',
  occurredAt: AT,
  causedBy: 'event:acme.hr/1',
  detail: {
    rejectionId: ulid(1),
    source: 'acme.hr',
    rejectedEventId: note,
    detailType: 'Owner Left',
    reasons: [{ code: 'invalid', message: 'ownerId is missing', resolution: 'give it' }],
  },
});

/** A change of nothing but what is given. */
export const aChange = (parts: Partial<Change>): Change => ({
  writes: [],
  audit: [],
  events: [],
  work: [],
  ...parts,
});

/** An agent's first commit, as it is, with its audit. */
export const registration = (agent: Agent): Change =>
  aChange({
    writes: [{ entity: 'agent', next: agent }],
    audit: [anAuditEntry(`agent:${agent.agentId}`)],
  });

export const update = (next: Agent, previous: Agent): Change =>
  aChange({ writes: [{ entity: 'agent', next, previous }] });
