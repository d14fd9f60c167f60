import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { startEnvironment, stopEnvironment } from '../environment/environment.ts';
import type { HandedOut } from '../environment/handed-out.ts';
import { defaultDirectory, type Instance, instanceAt, logFile } from '../environment/instance.ts';
import { throwIfInterrupted } from '../environment/local-error.ts';
import { takeLock } from '../environment/lock.ts';
import { anyPort } from '../environment/ports.ts';
import type { Progress } from '../environment/progress.ts';
import { actsOn } from './acts.ts';
import { cleanSlate } from './clean-slate.ts';
import { type Expectation, type Verdict, verdictOn } from './expectation.ts';
import { type Evidence, expectationsOf } from './expectations-of.ts';
import { saveFunctionLogs } from './save-function-logs.ts';
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

export interface DemoResult {
  readonly story: Story;
  readonly expectations: readonly Expectation[];
  readonly verdict: Verdict;
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
    const told = await tell(env, options);
    if (!told.verdict.passed) await keepEvidence(instance, told.story);
    throwIfInterrupted(signal);
    kept = keep;
    const seconds = (performance.now() - since) / 1000;
    return { ...told, seconds, kept, directory: shown(instance.directory) };
  } finally {
    if (!kept) await stopEnvironment(instance);
  }
};

const deploy = async (instance: Instance, options: DemoOptions): Promise<HandedOut> => {
  const { progress, signal, foreignEndpoint } = options;
  const { env } = await progress.step(
    'Mandate is deployed: the real CDK app, to an AWS emulator that enforces IAM',
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

type Told = Pick<DemoResult, 'story' | 'expectations' | 'verdict'>;

const tell = async (env: HandedOut, options: DemoOptions): Promise<Told> => {
  const stage = await Stage.set(env, options.signal);
  try {
    const story = await tellStory(actsOn(stage), options, options.signal);
    // otherwise its queue ends with the emulator, if that did not end before
    if (options.keep && story.broken === undefined) await stage.observer.end();
    const expectations = expectationsOf(story, evidenceIn(instanceAt(env.directory)));
    return { story, expectations, verdict: verdictOn(expectations) };
  } finally {
    await stage.clear();
  }
};

const evidenceIn = (instance: Instance): Evidence => ({
  callLog: shown(instance.callLog),
  logs: shown(instance.logs),
});

const shown = (path: string): string => relative(process.cwd(), path);

const keepEvidence = async (instance: Instance, { broken }: Story): Promise<void> => {
  await saveFunctionLogs(instance);
  if (broken === undefined) return;
  const { stack = broken.error.message } = broken.error;
  writeFileSync(logFile(instance, 'demo'), `${broken.title}\n${stack}\n`, { mode: 0o600 });
};
