import { answerJob } from '../apart/answer-job.ts';
import { loadBroker } from '../apart/broker-bundle.ts';

/** A cold start: which bundle, and whose lease is asked for. */
export interface FirstAnswerJob {
  readonly bundle: string;
  /** Empty: a request without a token, which is refused at the door. */
  readonly token: string;
  readonly expected: number;
}

/** Milliseconds since this process began to import the bundle. */
export interface FirstAnswer {
  readonly imported: number;
  readonly answered: number;
}

await answerJob<FirstAnswerJob, FirstAnswer>(async ({ bundle, token, expected }) => {
  const since = performance.now();
  const ask = await loadBroker(bundle);
  const imported = performance.now() - since;
  const status = await ask(token);
  const answered = performance.now() - since;
  if (status !== expected) throw new Error(`the broker answered ${status}`);
  return { imported, answered };
});
