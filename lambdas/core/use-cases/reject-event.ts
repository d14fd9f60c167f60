import type { InboundEvent } from '../events/inbound-event.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { Origin, RejectedEvent } from '../events/rejected-event.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Reasons } from '../kernel/result.ts';
import type { Change } from '../ports/ledger.ts';

/** Characters of the original that are kept. */
const KEPT = 65_536;

export interface Rejection {
  readonly origin: Origin;
  readonly reasons: Reasons;
  /** The event as received. */
  readonly original: string;
  /** The event, if it was understood and refused by a rule. */
  readonly event?: InboundEvent;
}

/** Keeps a refused event with its reasons, and tells the bus. */
export const rejectEvent = (
  { origin, reasons, original, event }: Rejection,
  { rejectionId, now }: { readonly rejectionId: string; readonly now: Instant },
): Change => {
  const { source, eventId, detailType } = origin;
  const causedBy = `event:${source}/${eventId}`;
  const rejected: RejectedEvent = {
    ...origin,
    rejectionId,
    rejectedAt: now,
    reasons,
    original: original.slice(0, KEPT),
  };
  const told: OutgoingEvent = {
    type: 'Event Rejected',
    occurredAt: now,
    causedBy,
    detail: { rejectionId, source, rejectedEventId: eventId, detailType, reasons },
  };
  return {
    inbox: { source, eventId },
    writes: [{ entity: 'rejected-event', next: rejected }],
    audit: [
      {
        subject: `event:${rejectionId}`,
        at: now,
        action: 'reject',
        outcome: 'refused',
        causedBy,
        reasons,
      },
    ],
    events: [...refusedAgent(event, { causedBy, reasons, now }), told],
    work: [],
  };
};

const refusedAgent = (
  event: InboundEvent | undefined,
  { causedBy, reasons, now }: { readonly causedBy: string; readonly reasons: Reasons; readonly now: Instant },
): readonly OutgoingEvent[] => {
  if (event?.type !== 'Agent Registered') return [];
  const { agentId, environment, ownerId, processId, profile } = event;
  const detail = { agentId, environment, ownerId, processId, profile, reasons };
  return [{ type: 'Agent Rejected', occurredAt: now, causedBy, detail }];
};
