import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggedCall } from '../gate/call-log.ts';
import { NotObservedError } from './not-observed-error.ts';

const PAUSE_MILLISECONDS = 25;

/** What the gate has logged so far. @param file `callLog` of the environment */
export const readCalls = (file: string): readonly LoggedCall[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    // what follows the last line's end is not whole yet
    .slice(0, -1)
    .map((line): LoggedCall => JSON.parse(line));

export interface AwaitedCall {
  /** In few words, for the error. */
  readonly what: string;
  readonly is: (call: LoggedCall) => boolean;
  /** @default 30 */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

/** Waits for a call, because the gate answers before its log has the line. @throws NotObservedError */
export const loggedCall = async (
  file: string,
  { what, is, seconds = 30, signal }: AwaitedCall,
): Promise<LoggedCall> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = readCalls(file).find(is);
    if (found !== undefined) return found;
    if (Date.now() > end) throw new NotObservedError(what, seconds);
    await sleep(PAUSE_MILLISECONDS, undefined, signal === undefined ? {} : { signal });
  }
};
