import pc from 'picocolors';
import { throwIfInterrupted } from '../environment/local-error.ts';
import type { Progress } from '../environment/progress.ts';
import type { Act } from './acts.ts';
import { type Story, untold } from './story.ts';

/** How it is told. */
export interface Teller {
  readonly progress: Progress;
  readonly show: (lines: readonly string[]) => void;
}

/** Plays one act after the other. An error ends the story, and is part of it. */
export const tellStory = async (
  acts: readonly Act[],
  { progress, show }: Teller,
  signal: AbortSignal,
): Promise<Story> => {
  let story = untold;
  for (const { title, play, lines } of acts) {
    const so = story;
    try {
      story = await progress.step(pc.bold(title), (say) => play(so, say));
    } catch (error) {
      throwIfInterrupted(signal);
      return {
        ...story,
        broken: { title, error: error instanceof Error ? error : new Error(String(error)) },
      };
    }
    show(lines(story));
  }
  return story;
};
