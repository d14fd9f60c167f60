import type { Clock } from '../ports/clock.ts';
import type { Change, Ledger } from '../ports/ledger.ts';

/** Others kept changing what a decision relied on. */
export class ContentionError extends Error {
  readonly code = 'contention';

  constructor(attempts: number) {
    super(`the decision met a conflict ${attempts} times`);
    this.name = 'ContentionError';
  }
}

const ATTEMPTS = 10;
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 500;

export interface CommitPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** A decision: what to commit, and what the caller gets once it is. Without a change there is nothing to do. */
export interface Decided<T> {
  readonly change?: Change;
  readonly result: T;
}

/**
 * Decides on fresh facts and commits; on a conflict once more, from a fresh read.
 * @returns the decision's result; `duplicate` where the event had been applied before
 * @throws ContentionError after ten conflicts; nothing was written
 */
export const commitDecision = async <T>(
  { ledger, clock }: CommitPorts,
  decide: () => Promise<Decided<T>>,
): Promise<T | 'duplicate'> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await clock.sleep(Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE));
    const { change, result } = await decide();
    if (change === undefined) return result;
    const outcome = await ledger.commit(change);
    if (outcome === 'committed') return result;
    if (outcome === 'duplicate') return 'duplicate';
  }
  throw new ContentionError(ATTEMPTS);
};
