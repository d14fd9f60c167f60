import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from '../../lambdas/contracts/deployment.ts';
import { loadSettings } from '../../lib/settings/load-settings.ts';
import { deploymentOf } from '../../lib/stacks/deployment-file.ts';
import type { FunctionName } from '../../lib/stacks/function-permissions.ts';
import { adminClient } from '../../local/environment/admin.ts';
import { startEnvironment, stopEnvironment } from '../../local/environment/environment.ts';
import type { HandedOut } from '../../local/environment/handed-out.ts';
import { defaultDirectory, type Instance, instanceAt } from '../../local/environment/instance.ts';
import { interrupted, LocalError } from '../../local/environment/local-error.ts';
import { anyPort } from '../../local/environment/ports.ts';
import { readState, type State } from '../../local/environment/state.ts';
import type { Bench } from '../bench.ts';

/** A deployment to measure in, with nothing in it but the sample company. */
export interface World {
  readonly instance: Instance;
  readonly state: State;
  readonly env: HandedOut;
  readonly deployment: Deployment;
}

/** Files of the environment that is measured. They stay until the next run, which also ends what a killed one left. */
const DIRECTORY = join(defaultDirectory, 'bench');

/** Deploys the app to an emulator of its own, which ends with the work. */
export const inWorld = async <T>(bench: Bench, work: (world: World) => Promise<T>): Promise<T> => {
  const { progress, signal } = bench;
  await stopEnvironment({ directory: DIRECTORY });
  // what an earlier run has logged would be counted again
  rmSync(DIRECTORY, { recursive: true, force: true });
  try {
    const { env } = await startEnvironment({ directory: DIRECTORY, progress, signal, findPort: anyPort });
    return await Promise.race([work(worldOf(env)), interruption(signal)]);
  } finally {
    await stopEnvironment({ directory: DIRECTORY });
  }
};

/** Whatever is being measured then fails, because the environment ends. */
const interruption = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(interrupted()), { once: true }));

const worldOf = (env: HandedOut): World => {
  const instance = instanceAt(env.directory);
  const state = readState(instance.stateFile);
  if (state === undefined) {
    throw new LocalError('bench-ended', 'the environment that is measured was ended', 'run the bench again');
  }
  const deployment = deploymentOf(
    loadSettings(instance.settingsFile, { account: env.accounts.hub, region: env.region }),
  );
  return { instance, state, env, deployment };
};

/** Settings of an SDK client that acts as administrator of an account. */
export const adminOf = ({ env, state }: World, account: string) =>
  adminClient({ endpointUrl: env.endpointUrl, region: env.region, secret: state.adminSecret }, account);

/** Settings of an SDK client that calls as a function of the hub: with its role, and no permission beyond it. */
export const functionOf = ({ env, state }: World, name: FunctionName) => ({
  ...adminClient(
    { endpointUrl: env.endpointUrl, region: env.region, secret: state.lambdaSecret },
    env.accounts.hub,
  ),
  userAgentAppId: `mandate-${name}`,
});
