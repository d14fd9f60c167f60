import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Instance, logFile } from '../environment/instance.ts';
import { status } from '../environment/status.ts';
import { type Expectation, type Verdict, verdictOn } from './expectation.ts';
import { expectationsOf, partsExpected } from './expectations-of.ts';
import { saveFunctionLogs } from './save-function-logs.ts';
import type { Story } from './story.ts';

export interface Judged {
  readonly expectations: readonly Expectation[];
  readonly verdict: Verdict;
}

/** What the story proves. When it fails, what is needed to find out why is kept as long as it can be had. */
export const judge = async (instance: Instance, story: Story): Promise<Judged> => {
  const evidence = { callLog: shown(instance.callLog), logs: shown(instance.logs) };
  const expectations = expectationsOf(story, evidence);
  const verdict = verdictOn(expectations);
  if (verdict.passed) return { expectations, verdict };
  await saveFunctionLogs(instance);
  if (story.broken !== undefined) saveError(instance, story.broken);
  const { parts } = await status(instance);
  const all = [...partsExpected(parts, evidence), ...expectations];
  return { expectations: all, verdict: verdictOn(all) };
};

/** As people in the working directory would name it. */
export const shown = (path: string): string => relative(process.cwd(), path);

const saveError = (instance: Instance, { title, error }: NonNullable<Story['broken']>): void =>
  writeFileSync(logFile(instance, 'demo'), `${title}\n${error.stack ?? error.message}\n`, { mode: 0o600 });
