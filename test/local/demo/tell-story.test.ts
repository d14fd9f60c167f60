import { describe, expect, it } from 'vitest';
import type { Act } from '../../../local/demo/acts.ts';
import { tellStory } from '../../../local/demo/tell-story.ts';
import { silent } from '../../../local/environment/progress.ts';
import { toldStory } from './told-story.ts';

const never = new AbortController().signal;

const tellerTo = (shown: string[]) => ({
  progress: silent,
  show: (lines: readonly string[]) => void shown.push(...lines),
});

const registering: Act = {
  title: 'they come',
  play: async (story) => ({ ...story, newcomers: toldStory.newcomers }),
  lines: ({ newcomers }) => [`${newcomers.length} came`],
};
const working: Act = {
  title: 'they work',
  play: async (story) => ({ ...story, attempts: toldStory.attempts }),
  lines: ({ newcomers, attempts }) => [`${newcomers.length} agents, ${attempts.length} calls`],
};
const failing = (error: unknown): Act => ({
  ...working,
  play: async () => {
    throw error;
  },
});

describe('telling the story', () => {
  it('plays act after act, each on what was before, and shows it', async () => {
    const shown: string[] = [];

    const story = await tellStory([registering, working], tellerTo(shown), never);

    expect(story).toEqual({ ...toldStory, stranger: undefined, endings: [] });
    expect(shown).toEqual(['6 came', '6 agents, 35 calls']);
  });

  it('ends with the first error, keeps what was told, and plays no more', async () => {
    const shown: string[] = [];
    const error = new Error('nobody answers');

    const story = await tellStory([registering, failing(error), working], tellerTo(shown), never);

    expect(story).toMatchObject({
      newcomers: toldStory.newcomers,
      attempts: [],
      broken: { title: 'they work', error },
    });
    expect(shown).toEqual(['6 came']);
  });

  it('takes no interruption for a failure of the story', async () => {
    const interrupted = AbortSignal.abort();

    const telling = tellStory([failing(new Error('aborted'))], tellerTo([]), interrupted);

    await expect(telling).rejects.toMatchObject({ code: 'interrupted' });
  });
});
