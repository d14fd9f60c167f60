import type { CredentialsAnswer } from '../agents/ask-credentials.ts';
import type { Newcomer } from './acts/come-to-life.ts';
import type { Attempt } from './acts/try-deeds.ts';
import type { Ended } from './ended.ts';

/** All that was seen, act by act. */
export interface Story {
  readonly newcomers: readonly Newcomer[];
  readonly attempts: readonly Attempt[];
  /** What a workload hears that nobody registered. */
  readonly stranger?: CredentialsAnswer;
  readonly endings: readonly Ended[];
  /** Why it was not told to its end. */
  readonly broken?: BrokenAct;
}

export interface BrokenAct {
  readonly title: string;
  readonly error: Error;
}

export const untold: Story = { newcomers: [], attempts: [], endings: [] };
