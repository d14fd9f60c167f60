import { down } from './down.ts';
import type { HandedOut } from './handed-out.ts';
import { instanceAt } from './instance.ts';
import { withLock } from './lock.ts';
import { type Progress, silent } from './progress.ts';
import { wipe } from './reset.ts';
import { up } from './up.ts';

export interface EnvironmentOptions {
  /** Where it keeps its files; another directory is another environment, on other ports. @default `.local` */
  readonly directory?: string | undefined;
  /** @default silent */
  readonly progress?: Progress | undefined;
  /** Aborting ends everything that runs. */
  readonly signal?: AbortSignal | undefined;
  /** The gate's port. @default 4566, or a free one */
  readonly gatePort?: number | undefined;
  readonly redeploy?: boolean | undefined;
  /** Empty the emulator first. */
  readonly reset?: boolean | undefined;
}

export interface Started {
  /** Nothing had to be done. */
  readonly already: boolean;
  readonly env: HandedOut;
}

/** Starts the local environment, or mends it, and returns how to reach it. It stays up until stopped. */
export async function startEnvironment(options: EnvironmentOptions = {}): Promise<Started> {
  const { directory, progress = silent, signal = new AbortController().signal, gatePort, redeploy } = options;
  const instance = instanceAt(directory);
  const foreignEndpoint = process.env['MANDATE_LOCAL_AWS_ENDPOINT'] || undefined;
  return withLock(instance.lockFile, async () => {
    if (options.reset === true) await progress.step('Empty the emulator', () => wipe(instance));
    return up({ instance, progress, signal, foreignEndpoint, gatePort, redeploy });
  });
}

/** Ends every process of the environment in this directory. */
export async function stopEnvironment(
  options: Pick<EnvironmentOptions, 'directory'> = {},
): Promise<{ readonly wasUp: boolean }> {
  const instance = instanceAt(options.directory);
  return withLock(instance.lockFile, () => down(instance));
}
