import type { Agent } from '../agents/agent.ts';
import { agentIds } from '../agents/agent-ids.ts';
import type { AuditEntry, AuditHead } from '../audit/audit-record.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Reason } from '../kernel/result.ts';
import type { Change, Guard } from '../ports/ledger.ts';
import type { Grant } from './decide-lease.ts';
import type { Refusal } from './refusal.ts';

/** When something was decided, and on which request. */
export interface Occasion {
  readonly at: Instant;
  readonly causedBy: string;
}

const guardsOf = ({ agent, owner, process }: Grant): readonly Guard[] => [
  { entity: 'agent', id: agent.agentId, revision: agent.revision },
  { entity: 'owner', id: owner.ownerId, revision: owner.revision },
  { entity: 'process', id: process.processId, revision: process.revision },
];

/** Whether nothing that either grant relies on differs. */
export const sameBasis = (one: Grant, other: Grant): boolean =>
  canonicalJson(guardsOf(one)) === canonicalJson(guardsOf(other));

/**
 * What is stored and told when a lease is issued. The guards make it a conflict when a stop was raised meanwhile: that
 * changes the agent, its owner or its process.
 */
export const issuedChange = (grant: Grant, auditHead: AuditHead, causedBy: string): Change => {
  const { agent, lease } = grant;
  const { leaseId, issuedAt: at, expiresAt, permissions } = lease;
  return {
    writes: [{ entity: 'lease', next: lease }],
    guards: guardsOf(grant),
    audit: [{ ...entryOf(agent, { at, causedBy }), outcome: 'accepted', after: { ...lease } }],
    auditHeads: [auditHead],
    events: [
      {
        type: 'Lease Issued',
        occurredAt: at,
        causedBy,
        detail: { ...agentIds(agent), leaseId, expiresAt, ...(permissions && { permissions }) },
      },
    ],
    work: [],
  };
};

/** The refusal that the provisioner can mend: a deployment changed the profile since the role was written. */
const isMendable = ({ code }: Reason): boolean => code === 'role-not-current';

/** What is stored and told when an agent is refused a lease; a role that is out of date is ordered to be written anew. */
export const refusedChange = (
  agent: Agent,
  { reasons }: Pick<Refusal, 'reasons'>,
  occasion: Occasion,
): Change => ({
  writes: [],
  audit: [{ ...entryOf(agent, occasion), outcome: 'refused', reasons }],
  events: [
    {
      type: 'Lease Refused',
      occurredAt: occasion.at,
      causedBy: occasion.causedBy,
      detail: { ...agentIds(agent), reasons },
    },
  ],
  work: reasons.some(isMendable) ? [{ kind: 'provision-agent', agentId: agent.agentId }] : [],
});

const entryOf = (
  { agentId }: Agent,
  { at, causedBy }: Occasion,
): Pick<AuditEntry, 'subject' | 'at' | 'action' | 'causedBy'> => ({
  subject: `agent:${agentId}`,
  at,
  action: 'issue',
  causedBy,
});
