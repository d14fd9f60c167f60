import type { Instant } from '../kernel/instant.ts';
import { plusSeconds } from '../kernel/instant.ts';
import type {
  ClearedEntry,
  DeniedEntry,
  ProbedEntry,
  ProbeEvidence,
  RaisedEntry,
  StopEntry,
} from './stop.ts';

/** No session lasts longer: after that a stopped lease has ended by itself. Seconds; the minute is for clocks. */
const LONGEST_SESSION = 3600 + 60;

export const denyEntry = (entry: RaisedEntry, now: Instant): DeniedEntry => ({
  ...entry,
  status: 'denied',
  deniedAt: now,
  revision: entry.revision + 1,
});

/** The list had no room, and now each covered role is locked. */
export const denyByLocks = (entry: RaisedEntry, now: Instant): DeniedEntry => ({
  ...denyEntry(entry, now),
  lockedEach: true,
});

/** @param evidence of each probed agent: one that was not seen denied makes the whole stop unverified */
export const judgeEntry = (
  entry: DeniedEntry | ProbedEntry,
  evidence: readonly ProbeEvidence[],
  now: Instant,
): ProbedEntry => ({
  ...entry,
  status: evidence.every(({ outcome }) => outcome === 'denied') ? 'verified' : 'unverified',
  verifiedAt: now,
  evidence,
  revision: entry.revision + 1,
});

export const clearEntry = (entry: StopEntry, now: Instant): ClearedEntry => ({
  ...entry,
  status: 'cleared',
  clearedAt: now,
  revision: entry.revision + 1,
});

/** Whether the entry's lease has run out: it was issued before the stop was raised. */
export const hasRunOut = ({ target, raisedAt }: StopEntry, now: Instant): boolean =>
  target.kind === 'lease' && plusSeconds(raisedAt, LONGEST_SESSION) <= now;
