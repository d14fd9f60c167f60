import { existsSync } from 'node:fs';
import { down } from './down.ts';
import { endpointVariable } from './foreign-emulator.ts';
import { instanceAt } from './instance.ts';
import { withLock } from './lock.ts';
import { requireLoopback } from './loopback.ts';
import type { FindPort } from './ports.ts';
import { type Progress, silent } from './progress.ts';
import { wipe } from './reset.ts';
import { type Started, up } from './up.ts';

export interface EnvironmentOptions {
  /** Where it keeps its files; another directory is another environment, on other ports. @default `.local` */
  readonly directory?: string | undefined;
  /** @default silent */
  readonly progress?: Progress | undefined;
  /** Aborting ends everything that runs. */
  readonly signal?: AbortSignal | undefined;
  /** An emulator already running, instead of one started for this environment. */
  readonly foreignEndpoint?: string | undefined;
  /** The gate's port. @default 4566, or a free one */
  readonly gatePort?: number | undefined;
  /** @default the usual ports where they are free */
  readonly findPort?: FindPort | undefined;
  readonly redeploy?: boolean | undefined;
  /** Empty the emulator first. */
  readonly reset?: boolean | undefined;
}

/** Starts the local environment, or mends it, and returns how to reach it. It stays up until stopped. */
export const startEnvironment = async (options: EnvironmentOptions = {}): Promise<Started> => {
  const { directory, reset, progress = silent, signal = new AbortController().signal, ...rest } = options;
  const instance = instanceAt(directory);
  const foreignEndpoint =
    options.foreignEndpoint && requireLoopback(options.foreignEndpoint, endpointVariable);
  return withLock(instance.lockFile, async () => {
    if (reset === true) await progress.step('Empty the emulator', () => wipe(instance));
    return up({ ...rest, foreignEndpoint, instance, progress, signal });
  });
};

/** Ends every process of the environment in this directory. */
export const stopEnvironment = async (
  options: Pick<EnvironmentOptions, 'directory'> = {},
): Promise<{ readonly wasUp: boolean }> => {
  const instance = instanceAt(options.directory);
  if (!existsSync(instance.stateFile)) return { wasUp: false };
  return withLock(instance.lockFile, () => down(instance));
};
