import { join } from 'node:path';
import pc from 'picocolors';
import { startEnvironment, stopEnvironment } from '../environment/environment.ts';
import type { HandedOut } from '../environment/handed-out.ts';
import { defaultDirectory, type Instance, instanceAt } from '../environment/instance.ts';
import { throwIfInterrupted } from '../environment/local-error.ts';
import { takeLock } from '../environment/lock.ts';
import { anyPort } from '../environment/ports.ts';
import type { Progress } from '../environment/progress.ts';
import { actsOn } from './acts.ts';
import { cleanSlate } from './clean-slate.ts';
import { type Judged, judge, shown } from './judge.ts';
import { Stage } from './stage.ts';
import type { Story } from './story.ts';
import { type Teller, tellStory } from './tell-story.ts';

/** Beside the developer's own environment, which is left alone. */
const directory = join(defaultDirectory, 'demo');

export interface DemoOptions extends Teller {
  /** Leave the environment up once the story is told, whatever the verdict. */
  readonly keep: boolean;
  /** Aborting it ends everything that was started. */
  readonly signal: AbortSignal;
  /** An emulator already running. */
  readonly foreignEndpoint: string | undefined;
}

export interface DemoResult extends Judged {
  readonly story: Story;
  readonly seconds: number;
  /** Where the environment's files are, relative to the working directory. */
  readonly directory: string;
  readonly kept: boolean;
}

/** The whole demo, from nothing to nothing. One at a time on a machine. @throws LocalError */
export const runDemo = async (options: DemoOptions): Promise<DemoResult> => {
  const release = takeLock(`${directory}.lock`);
  try {
    return await fromNothing(instanceAt(directory), options);
  } finally {
    release();
  }
};

const fromNothing = async (instance: Instance, options: DemoOptions): Promise<DemoResult> => {
  const { keep, signal } = options;
  const since = performance.now();
  await cleanSlate(instance, options.foreignEndpoint);
  let kept = false;
  try {
    const env = await deploy(instance, options);
    const story = await tell(env, options);
    const judged = await judge(instance, story);
    throwIfInterrupted(signal);
    kept = keep;
    const seconds = (performance.now() - since) / 1000;
    return { story, ...judged, seconds, kept, directory: shown(instance.directory) };
  } finally {
    if (!kept) await stopEnvironment(instance);
  }
};

const deploy = async (instance: Instance, options: DemoOptions): Promise<HandedOut> => {
  const { progress, signal, foreignEndpoint } = options;
  const { env } = await progress.step(
    pc.bold('Mandate is deployed: the real CDK app, to an AWS emulator that enforces IAM'),
    (say) =>
      startEnvironment({
        directory: instance.directory,
        progress: within(say),
        findPort: anyPort,
        signal,
        foreignEndpoint,
      }),
  );
  return env;
};

/** The steps of a step. */
const within = (say: (what: string) => void): Progress => ({
  step: (title, work) => {
    say(title);
    return work((detail) => say(`${title}: ${detail}`));
  },
});

const tell = async (env: HandedOut, options: DemoOptions): Promise<Story> => {
  const stage = await Stage.set(env, options.signal);
  try {
    const story = await tellStory(actsOn(stage), options, options.signal);
    // otherwise its queue ends with the emulator, if that did not end before
    if (options.keep && story.broken === undefined) await stage.observer.end();
    return story;
  } finally {
    await stage.clear();
  }
};
