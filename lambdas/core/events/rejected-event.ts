import type { Instant } from '../kernel/instant.ts';
import type { Reasons } from '../kernel/result.ts';

/** An event that was refused, kept with its reasons and its original text until somebody mends and sends it again. */
export interface RejectedEvent {
  readonly rejectionId: string;
  readonly source: string;
  readonly eventId: string;
  readonly detailType: string;
  readonly rejectedAt: Instant;
  readonly reasons: Reasons;
  /** The event as received, cut at 64 KiB. */
  readonly original: string;
}
