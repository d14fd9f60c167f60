import type { Instant } from '../kernel/instant.ts';
import type { Reasons } from '../kernel/result.ts';

/** What is known of an event before it is understood; (`source`, `eventId`) is its identity. */
export interface Origin {
  readonly source: string;
  readonly eventId: string;
  readonly detailType: string;
}

/** An event that was refused, kept with its reasons and its original text until somebody mends and sends it again. */
export interface RejectedEvent extends Origin {
  readonly rejectionId: string;
  readonly rejectedAt: Instant;
  readonly reasons: Reasons;
  /** The event as received, cut at 64 KiB. */
  readonly original: string;
}
