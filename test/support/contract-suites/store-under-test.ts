import type { AuditRecord, AuditSubject } from '../../../lambdas/core/audit/audit-record.ts';
import type { OutgoingEvent } from '../../../lambdas/core/events/outgoing-event.ts';
import type { WorkOrder } from '../../../lambdas/core/events/work-order.ts';
import type { DueList } from '../../../lambdas/core/ports/due-list.ts';
import type { LeaseFactsReader } from '../../../lambdas/core/ports/lease-facts.ts';
import type { Ledger } from '../../../lambdas/core/ports/ledger.ts';
import type { Registry } from '../../../lambdas/core/ports/registry.ts';
import type { StopRecords } from '../../../lambdas/core/ports/stop-records.ts';

/** An empty store behind all its ports, and what it keeps that no port reads. */
export interface StoreUnderTest {
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly stopRecords: StopRecords;
  readonly leaseFacts: LeaseFactsReader;
  readonly dueList: DueList;
  /** Oldest first. */
  auditOf(subject: AuditSubject): Promise<readonly AuditRecord[]>;
  /** All that is to be handed on, in the order of the commits. */
  outbox(): Promise<{ readonly events: readonly OutgoingEvent[]; readonly work: readonly WorkOrder[] }>;
  leaseIds(): Promise<readonly string[]>;
  rejectionIds(): Promise<readonly string[]>;
}

export type OpenStore = () => Promise<StoreUnderTest>;
