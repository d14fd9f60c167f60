import type { AuditSubject } from '../../core/audit/audit-record.ts';
import type { Due } from '../../core/ports/due-list.ts';
import type { AgentsOf } from '../../core/ports/registry.ts';
import { sha256 } from './sha256.ts';

/** Where an item is in the table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

// DynamoDB takes partition keys of up to 2,048 bytes; ids of other systems may be longer
const MAX_PART_BYTES = 512;
const DIGEST_PREFIX = 'sha256:';

/** An id of another system as part of a key: as it is where it fits, else its digest. */
const part = (text: string): string => {
  const whole = text.toWellFormed();
  const fits = Buffer.byteLength(whole) <= MAX_PART_BYTES && !whole.startsWith(DIGEST_PREFIX);
  return fits ? whole : DIGEST_PREFIX + sha256(whole);
};

/** Without the slash that ends it in an inbox key, so that no two origins share a key. */
const sourcePart = (source: string): string => part(source.replaceAll('%', '%25').replaceAll('/', '%2F'));

export const agentKey = (agentId: string): Key => ({ pk: `AGENT#${agentId}`, sk: 'AGENT' });
export const ownerKey = (ownerId: string): Key => ({ pk: `OWNER#${ownerId}`, sk: 'OWNER' });
export const processKey = (processId: string): Key => ({ pk: `PROCESS#${processId}`, sk: 'PROCESS' });
export const leaseKey = (agentId: string, leaseId: string): Key => ({
  pk: `AGENT#${agentId}`,
  sk: `LEASE#${leaseId}`,
});
/** @param binding see `bindingOf` */
export const bindingKey = (binding: string): Key => ({ pk: `BINDING#${sha256(binding)}`, sk: 'BINDING' });

export const indexPartition = (of: AgentsOf): string =>
  'ownerId' in of ? `OWNER#${of.ownerId}` : `PROCESS#${of.processId}`;
export const indexPrefix = (environment: string): string => `AGENT#${environment}#`;
/** An agent's place in the index of its owner or its process. */
export const indexKey = (of: AgentsOf, environment: string, agentId: string): Key => ({
  pk: indexPartition(of),
  sk: indexPrefix(environment) + agentId,
});

export const stopKey = (stopId: string): Key => ({ pk: `STOP#${stopId}`, sk: 'STOP' });
export const ENTRY_PREFIX = 'ENTRY#';
export const entriesPartition = (environment: string): string => `STOPS#${environment}`;
/** A stop entry that is not cleared: beside all others of its environment, oldest first. */
export const entryInForceKey = (environment: string, stopId: string): Key => ({
  pk: entriesPartition(environment),
  sk: ENTRY_PREFIX + stopId,
});
/** A cleared one: beside its stop, where it burdens no list. */
export const clearedEntryKey = (environment: string, stopId: string): Key => ({
  pk: `STOP#${stopId}`,
  sk: ENTRY_PREFIX + environment,
});

const auditPartition = (subject: AuditSubject): string => `AUDIT#${part(subject)}`;
export const auditHeadKey = (subject: AuditSubject): Key => ({ pk: auditPartition(subject), sk: 'HEAD' });
export const auditRecordKey = (subject: AuditSubject, sequence: number): Key => ({
  pk: auditPartition(subject),
  sk: `RECORD#${String(sequence).padStart(12, '0')}`,
});

export const inboxKey = (source: string, eventId: string): Key => ({
  pk: `INBOX#${sourcePart(source)}/${part(eventId)}`,
  sk: 'INBOX',
});
/** @param line whose entries stay in the order of their commits */
export const outboxKey = (line: string, commitId: string, index: number): Key => ({
  pk: `OUTBOX#${part(line)}`,
  sk: `${commitId}#${String(index).padStart(3, '0')}`,
});
export const DUE_PARTITION = 'DUE';
/** Sorted by time; whatever else follows keeps two of the same time apart. */
export const dueKey = (due: Due): Key => ({
  pk: DUE_PARTITION,
  sk: due.kind === 'owner-leaves' ? `${due.at}#OWNER#${due.ownerId}` : `${due.at}#AGENT#${due.agentId}`,
});
/** @param month `yyyy-mm` */
export const rejectedKey = (month: string, rejectionId: string): Key => ({
  pk: `REJECTED#${month}`,
  sk: rejectionId,
});
