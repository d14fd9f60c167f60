import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { LocalError, throwIfInterrupted } from './local-error.ts';
import { identityOf, isAlive, type ProcessIdentity } from './processes.ts';

const holderSchema = z.object({ pid: z.int(), startedAt: z.string() });

export interface Patience {
  /** How long to wait for a command that holds the lock; then the error is `busy`. */
  readonly milliseconds: number;
  readonly signal?: AbortSignal;
}

/** Runs `work` while no other command holds the lock. Without patience one that does is an error at once. */
export const withLock = async <T>(
  file: string,
  work: () => Promise<T>,
  patience: Patience = { milliseconds: 0 },
): Promise<T> => {
  const release = await takeLockWithin(file, patience);
  try {
    return await work();
  } finally {
    release();
  }
};

const takeLockWithin = async (file: string, { milliseconds, signal }: Patience): Promise<() => void> => {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    if (signal !== undefined) throwIfInterrupted(signal);
    try {
      return takeLock(file);
    } catch (error) {
      const busy = error instanceof LocalError && error.code === 'busy';
      if (!busy || Date.now() >= deadline) throw error;
      await sleep(50);
    }
  }
};

/** Takes the lock, or throws `busy` if a living process holds it. Returns its release. */
export const takeLock = (file: string): (() => void) => {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identityOf(process.pid)));
  try {
    while (!linked(own, file)) moveAsideIfStale(file);
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(file, { force: true });
};

// a link appears whole or not at all, a file written in place would be empty for a moment
const linked = (own: string, file: string): boolean => {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
};

const moveAsideIfStale = (file: string): void => {
  refuseIfHeld(file);
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  try {
    // someone may have replaced the stale lock since it was read
    refuseIfHeld(aside);
  } catch (error) {
    linked(aside, file);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
};

const refuseIfHeld = (file: string): void => {
  const holder = readHolder(file);
  if (holder === undefined || !isAlive(holder)) return;
  throw new LocalError(
    'busy',
    `another command is at work on the same files (process ${holder.pid})`,
    'wait until it ends, or interrupt it, then try again',
  );
};

const readHolder = (file: string): ProcessIdentity | undefined => {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
};

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
