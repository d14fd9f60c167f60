import { rmSync } from 'node:fs';
import { holdsDeployment } from '../environment/deployed.ts';
import { stopEnvironment } from '../environment/environment.ts';
import { endpointVariable } from '../environment/foreign-emulator.ts';
import type { Instance } from '../environment/instance.ts';
import { LocalError } from '../environment/local-error.ts';

/** The story begins where nothing has happened: ends what an earlier demo kept or left, and forgets its logs. */
export const cleanSlate = async (instance: Instance, foreignEndpoint?: string): Promise<void> => {
  await stopEnvironment({ directory: instance.directory });
  for (const old of [instance.callLog, instance.logs]) rmSync(old, { recursive: true, force: true });
  if (foreignEndpoint !== undefined && (await holdsDeployment(foreignEndpoint))) throw inUse(foreignEndpoint);
};

// agents, owners and processes of an earlier story are still in it
const inUse = (endpoint: string): LocalError =>
  new LocalError(
    'emulator-in-use',
    `Mandate is deployed to the emulator at ${endpoint} already`,
    `unset ${endpointVariable} to have one started for the demo, or empty it: curl -X POST ${endpoint}/_ministack/reset`,
  );
