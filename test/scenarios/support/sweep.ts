import { askEmulator } from '../../../local/environment/ask-emulator.ts';
import { instanceAt } from '../../../local/environment/instance.ts';
import { emulatorUrl } from '../../../local/environment/parts.ts';
import { readState } from '../../../local/environment/state.ts';
import type { Stage } from './stage.ts';

/** Runs the sweeper now instead of waiting for its schedule. */
export const sweepNow = async ({ env }: Stage): Promise<void> => {
  const state = readState(instanceAt(env.directory).stateFile);
  if (state === undefined) throw new Error('the environment is gone');
  const path = '/2015-03-31/functions/mandate-sweeper/invocations';
  const call = { account: env.accounts.hub, service: 'lambda', path, body: '{}' };
  const response = await askEmulator(emulatorUrl(state), call);
  const failed = response.headers.get('x-amz-function-error');
  if (!response.ok || failed !== null) throw new Error(`the sweeper failed: ${await response.text()}`);
};
