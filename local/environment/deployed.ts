import { accounts, tableName } from './accounts.ts';
import { askEmulator } from './ask-emulator.ts';
import { emulatorRun, emulatorUrl } from './parts.ts';
import { isAlive } from './processes.ts';
import type { State } from './state.ts';

/** Whether the emulator, as it runs now, holds what was deployed. */
export const isDeployed = async (state: State): Promise<boolean> => {
  if (state.deployedTo !== emulatorRun(state)) return false;
  const own = state.processes.ministack;
  // one of someone else may have been restarted, which empties it
  return own === undefined ? holdsDeployment(emulatorUrl(state)) : isAlive(own);
};

/** Whether anybody has deployed to this emulator since it was started. */
export const holdsDeployment = async (url: string): Promise<boolean> => {
  const call = {
    account: accounts.hub,
    service: 'dynamodb',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.DescribeTable',
    },
    body: JSON.stringify({ TableName: tableName }),
  };
  try {
    return (await askEmulator(url, call)).ok;
  } catch {
    return false;
  }
};
