import { comeToLife } from './acts/come-to-life.ts';
import { endAccess } from './acts/end-access.ts';
import { askAsStranger, tryDeeds } from './acts/try-deeds.ts';
import { type Ending, ownerLeaves, processChanges } from './endings.ts';
import { deedLines } from './screen/deed-lines.ts';
import { endedLines } from './screen/ended-lines.ts';
import { newcomerLines } from './screen/newcomer-lines.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';

/** A part of the story: what happens, and what is shown of it. */
export interface Act {
  readonly title: string;
  /** Returns the story so far, with what this act saw. */
  readonly play: (story: Story, say: (what: string) => void) => Promise<Story>;
  readonly lines: (story: Story) => readonly string[];
}

/** All that is told once everything is deployed, in this order. */
export const actsOn = (stage: Stage): readonly Act[] => [
  {
    title: `${stage.company.agents.length} agents come to life: one event, one IAM role, one session each`,
    play: async (story, say) => ({ ...story, newcomers: await comeToLife(stage, say) }),
    lines: ({ newcomers }) => newcomerLines(newcomers),
  },
  {
    title: 'What each may do, and what not: real calls, by stock AWS SDKs, in its own process',
    play: async (story, say) => ({
      ...story,
      attempts: await tryDeeds(stage, say),
      stranger: await askAsStranger(stage),
    }),
    lines: ({ attempts, stranger }) => deedLines(attempts, stranger),
  },
  ending(stage, ownerLeaves(stage.company)),
  ending(stage, processChanges(stage.company)),
];

const ending = (stage: Stage, what: Ending): Act => ({
  title: what.title,
  play: async (story, say) => {
    const ended = await endAccess(stage, { ending: what, others: stillAtWork(story, what), say });
    return { ...story, endings: [...story.endings, ended] };
  },
  lines: ({ endings }) => endings.slice(-1).flatMap(endedLines),
});

const stillAtWork = ({ newcomers, endings }: Story, { agentId }: Ending): readonly string[] => {
  const gone = [agentId, ...endings.map((ended) => ended.agentId)];
  return newcomers.map((newcomer) => newcomer.agentId).filter((each) => !gone.includes(each));
};
