import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Agent } from '../../core/agents/agent.ts';
import type { AuditHead, AuditRecord } from '../../core/audit/audit-record.ts';
import type { RejectedEvent } from '../../core/events/rejected-event.ts';
import type { AgentId, OwnerId, ProcessId } from '../../core/kernel/identifiers.ts';
import type { Lease } from '../../core/leases/lease.ts';
import type { Owner } from '../../core/owners/owner.ts';
import type { Due } from '../../core/ports/due-list.ts';
import type { PublishedEvent } from '../../core/ports/event-publisher.ts';
import type { QueuedOrder } from '../../core/ports/work-queue.ts';
import type { Process } from '../../core/processes/process.ts';
import type { Stop, StopEntry } from '../../core/stops/stop.ts';
import { StoredItemError } from './errors.ts';
import type { Key } from './keys.ts';

/** Which agent a workload binding belongs to, and all that a lease read has to know of it beforehand. */
export interface BoundAgent {
  readonly agentId: AgentId;
  readonly ownerId: OwnerId;
  readonly processId: ProcessId;
}

/** What a transaction leaves for the outbox to hand on. */
export type OutboxEntry =
  | { readonly kind: 'event'; readonly event: PublishedEvent }
  | { readonly kind: 'order'; readonly order: QueuedOrder };

/** What each kind of item holds under `data`. */
export interface StoredData {
  readonly agent: Agent;
  readonly owner: Owner;
  readonly process: Process;
  readonly stop: Stop;
  readonly 'stop-entry': StopEntry;
  readonly lease: Lease;
  readonly 'rejected-event': RejectedEvent;
  readonly binding: BoundAgent;
  readonly 'agent-index': { readonly agentId: AgentId };
  readonly 'audit-head': AuditHead;
  readonly 'audit-record': AuditRecord;
  readonly inbox: { readonly source: string; readonly eventId: string };
  readonly outbox: OutboxEntry;
  readonly due: Due;
}
export type StoredKind = keyof StoredData;

export type Item = Record<string, AttributeValue>;

/** Of the items' shape; raised when a change of it needs both to be read for a while. */
const FORMAT = '1';

export const keyAttributes = ({ pk, sk }: Key): Item => ({ pk: { S: pk }, sk: { S: sk } });

/** @param ttl seconds since the epoch after which DynamoDB may delete it; absent: never */
export const toItem = <Kind extends StoredKind>(
  at: Key & { readonly kind: Kind; readonly ttl?: number },
  data: StoredData[Kind],
): Item => ({
  ...keyAttributes(at),
  kind: { S: at.kind },
  format: { N: FORMAT },
  ...('revision' in data && { revision: { N: String(data.revision) } }),
  ...(at.ttl !== undefined && { ttl: { N: String(at.ttl) } }),
  data: { M: marshall(data) },
});

/**
 * The data of an item that must be of this kind.
 * @throws StoredItemError when it is not what `toItem` makes
 */
export const dataOf = <Kind extends StoredKind>(item: Item, kind: Kind): StoredData[Kind] => {
  const key = { pk: item['pk']?.S ?? '', sk: item['sk']?.S ?? '' };
  const found = item['kind']?.S;
  if (found !== kind) throw new StoredItemError(key, `its kind is ${found ?? 'missing'}, not ${kind}`);
  const format = item['format']?.N;
  if (format !== FORMAT)
    throw new StoredItemError(key, `its format is ${format ?? 'missing'}, not ${FORMAT}`);
  const data = item['data']?.M;
  if (data === undefined) throw new StoredItemError(key, 'it has no data');
  // ours from here on: only this module writes items of a kind and format
  return unmarshall(data) as StoredData[Kind];
};
