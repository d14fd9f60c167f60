import type { Instant } from '../kernel/instant.ts';

export const OUTGOING_EVENT_TYPES = [
  'Agent Pending',
  'Agent Activated',
  'Agent Rejected',
  'Agent Suspended',
  'Agent Reinstated',
  'Agent Retired',
  'Ownership Accepted',
  'Lease Issued',
  'Lease Refused',
  'Access Stopped',
  'Stop Verified',
  'Stop Unverified',
  'Stop Lifted',
  'Event Rejected',
] as const;

/** What Mandate tells the bus. `detail` holds ids and states, never a secret; `version` is added when published. */
export interface OutgoingEvent {
  readonly type: (typeof OUTGOING_EVENT_TYPES)[number];
  readonly occurredAt: Instant;
  /** The event or request that led to it. */
  readonly causedBy: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
