import type { AuditEntry } from '../audit/audit-record.ts';
import type { Catalog } from '../environments/catalog.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { WorkOrder } from '../events/work-order.ts';
import type { StopId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Reasons, Result } from '../kernel/result.ts';
import type { Guard, Write } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';

/** What an accepted event does. */
export interface Decision {
  readonly writes: readonly Write[];
  readonly guards?: readonly Guard[];
  readonly audit: readonly AuditEntry[];
  readonly events: readonly OutgoingEvent[];
  readonly work: readonly WorkOrder[];
  /** A stop that was raised and has yet to be spread over the environments of those it covers. */
  readonly raised?: StopId;
}

/** What a decision on an event may look at. */
export interface Deciding {
  readonly registry: Registry;
  readonly catalog: Catalog;
  readonly now: Instant;
  /** An id that nothing has yet; the same however often it is read for one decision. */
  readonly stopId: StopId;
}

/** Reads the facts an event touches and decides; a refusal names every reason at once. */
export type Decide<Event> = (event: Event, deciding: Deciding) => Promise<Result<Decision, Reasons>>;
