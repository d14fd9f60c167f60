import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Message } from './answer-job.ts';

export interface Apart<Job> {
  /** File of the bench that calls `answerJob`. */
  readonly script: string;
  /** What it has to do, as plain data. */
  readonly job: Job;
  /** All of its environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its output goes. */
  readonly log: string;
  readonly signal: AbortSignal;
  readonly say?: (detail: string) => void;
}

/** A process of the bench ended without an answer, or with an error. */
export class MeasuringError extends Error {
  override readonly name = 'MeasuringError';
  readonly code = 'measuring-failed';
  readonly resolution: string;

  constructor(problem: string, log: string) {
    super(`a measuring process failed: ${problem}`);
    this.resolution = `read ${log}`;
  }
}

/** Measures in a fresh process: nothing that this one has loaded or left behind takes part. */
export const measureApart = async <Job, Answer>(apart: Apart<Job>): Promise<Answer> => {
  const { script, job, env, log, signal, say = () => {} } = apart;
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a', 0o600);
  try {
    const child = fork(script, {
      env: { ...env },
      execArgv: [],
      stdio: ['ignore', output, output, 'ipc'],
      signal,
    });
    return await new Promise<Answer>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new MeasuringError(`it ended with ${code}`, log)));
      child.on('message', (message: Message<Answer>) => {
        if (message.kind === 'said') say(message.detail);
        else if (message.kind === 'found') resolve(message.answer);
        else reject(new MeasuringError(message.problem, log));
      });
      child.send({ job });
    });
  } finally {
    closeSync(output);
  }
};
