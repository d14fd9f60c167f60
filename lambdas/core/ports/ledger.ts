import type { Agent } from '../agents/agent.ts';
import type { AuditEntry, AuditHead } from '../audit/audit-record.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { RejectedEvent } from '../events/rejected-event.ts';
import type { WorkOrder } from '../events/work-order.ts';
import type { Lease } from '../leases/lease.ts';
import type { Owner } from '../owners/owner.ts';
import type { Process } from '../processes/process.ts';
import type { Stop, StopEntry } from '../stops/stop.ts';

/**
 * A new state of one entity. Its `revision` must be one more than that of the stored one, which must still be
 * `revision - 1` (1: must not exist yet), else the whole change is a conflict. Leases and rejected events are written
 * once and never again; nothing leaves a stop entry's `cleared`. From its second revision on, an agent's write names
 * the `previous` state, whose binding and places in the index it takes over; a binding held by another agent that is
 * not retired is a conflict.
 */
export type Write =
  | { readonly entity: 'agent'; readonly next: Agent; readonly previous?: Agent }
  | { readonly entity: 'owner'; readonly next: Owner }
  | { readonly entity: 'process'; readonly next: Process }
  | { readonly entity: 'stop'; readonly next: Stop }
  | { readonly entity: 'stop-entry'; readonly next: StopEntry }
  | { readonly entity: 'lease'; readonly next: Lease }
  | { readonly entity: 'rejected-event'; readonly next: RejectedEvent };

/**
 * What a decision relied on without changing it: if it has changed since, the change is a conflict. Revision 0: it
 * relied on there being none.
 */
export type Guard =
  | { readonly entity: 'agent'; readonly id: string; readonly revision: number }
  | { readonly entity: 'owner'; readonly id: string; readonly revision: number }
  | { readonly entity: 'process'; readonly id: string; readonly revision: number };

/** All that one decision does: it happens whole, once, or not at all. What it must satisfy is in check-change.ts. */
export interface Change {
  /** The event being applied; a second commit for the same one is a duplicate and writes nothing. */
  readonly inbox?: { readonly source: string; readonly eventId: string };
  readonly writes: readonly Write[];
  readonly guards?: readonly Guard[];
  /** Appended to the chains of their subjects, in this order. */
  readonly audit: readonly AuditEntry[];
  /** Heads the caller has already read; the ledger reads those it is not given. */
  readonly auditHeads?: readonly AuditHead[];
  /** Published after the commit, at least once each. */
  readonly events: readonly OutgoingEvent[];
  /** Carried out after the commit, at least once each. */
  readonly work: readonly WorkOrder[];
}

/**
 * committed: everything is stored. duplicate: the inbox had the event already, nothing was written. conflict: something
 * changed since it was read, nothing was written; decide again from a fresh read. Any other failure is thrown.
 */
export type CommitOutcome = 'committed' | 'duplicate' | 'conflict';

export interface Ledger {
  commit(change: Change): Promise<CommitOutcome>;
  /** Whether the event has been applied or rejected before; lets a duplicate end without deciding again. */
  hasSeen(inbox: { readonly source: string; readonly eventId: string }): Promise<boolean>;
}
