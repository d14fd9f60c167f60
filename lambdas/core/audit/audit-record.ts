import type { Instant } from '../kernel/instant.ts';
import type { Reason } from '../kernel/result.ts';

/** Whose chain a record belongs to, e.g. `agent:support-assistant`, `owner:e10442`, `event:01J…`. */
export type AuditSubject = `${'agent' | 'owner' | 'process' | 'environment' | 'event'}:${string}`;

/** One decision, accepted or refused: who, what, why, on which event, before and after. */
export interface AuditEntry {
  readonly subject: AuditSubject;
  readonly at: Instant;
  /** A verb of the domain: `register`, `activate`, `suspend`, `issue`, … */
  readonly action: string;
  readonly outcome: 'accepted' | 'refused';
  /** The event or request that led to it. */
  readonly causedBy: string;
  readonly reasons?: readonly Reason[];
  /** What changed, as ids and states; never a secret. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** The last link of a subject's chain. */
export interface AuditHead {
  readonly subject: AuditSubject;
  readonly sequence: number;
  readonly hash: string;
}

/** An entry in its chain: `hash` covers the entry, its place and the hash before it. */
export interface AuditRecord extends AuditEntry {
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}
