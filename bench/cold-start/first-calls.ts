import { pathToFileURL } from 'node:url';
import { answerJob } from '../apart/answer-job.ts';
import type { AskFloor, FloorCalls } from '../apart/floor.ts';
import type { FirstAnswer } from './first-answer.ts';

/** The floor of a cold start: a bundle of nothing but the SDK's clients. */
export interface FirstCallsJob {
  readonly bundle: string;
  readonly calls: FloorCalls;
}

await answerJob<FirstCallsJob, FirstAnswer>(async ({ bundle, calls }) => {
  const since = performance.now();
  const { openFloor }: { openFloor: () => AskFloor } = await import(pathToFileURL(bundle).href);
  const ask = openFloor();
  const imported = performance.now() - since;
  await ask(calls);
  return { imported, answered: performance.now() - since };
});
