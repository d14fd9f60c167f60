import { setTimeout as sleep } from 'node:timers/promises';
import { NotObservedError } from '../../observer/not-observed-error.ts';
import type { Deed } from '../deeds.ts';
import type { Stage } from '../stage.ts';

const DENIED_SECONDS = 30;
/** Between two calls: with more of them a small machine would slow down what is measured. */
const PAUSE_MILLISECONDS = 20;

/** When the answers came, in epoch milliseconds. */
export interface Chased {
  readonly lastAllowedAt: number;
  readonly deniedAt: number;
}

/** The agent goes on with its work, in the session it holds. @throws NotObservedError */
export const workUntilDenied = async (stage: Stage, work: Deed): Promise<Chased> => {
  const end = Date.now() + DENIED_SECONDS * 1000;
  let lastAllowedAt = Date.now();
  for (;;) {
    const seen = await stage.make(work);
    const at = Date.now();
    if (seen === 'denied') return { lastAllowedAt, deniedAt: at };
    if (seen === 'allowed') lastAllowedAt = at;
    if (at > end)
      throw new NotObservedError(`denial of the session of ${work.agentId}`, DENIED_SECONDS, [seen]);
    await sleep(PAUSE_MILLISECONDS, undefined, { signal: stage.signal });
  }
};
