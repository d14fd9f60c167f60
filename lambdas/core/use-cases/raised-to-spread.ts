import type { WorkOrder } from '../events/work-order.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Write } from '../ports/ledger.ts';
import { raiseStop, type StopOrder } from '../stops/raise-stop.ts';

/** A stop on an owner or process, with the order to spread it over the environments of those it covers. */
export const raisedToSpread = (
  order: StopOrder,
  now: Instant,
): { readonly write: Write; readonly work: readonly WorkOrder[] } => ({
  write: { entity: 'stop', next: raiseStop(order, now) },
  work: [{ kind: 'spread-stop', stopId: order.stopId }],
});
