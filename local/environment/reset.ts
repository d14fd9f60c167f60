import { rmSync } from 'node:fs';
import type { Instance } from './instance.ts';
import { LocalError } from './local-error.ts';
import { endPart } from './run-parts.ts';
import { readState, writeState } from './state.ts';

/** Empties the emulator by ending it, so that the next `up` deploys and seeds anew. The caller holds the lock. */
export const wipe = async (instance: Instance): Promise<void> => {
  const state = readState(instance.stateFile);
  if (state === undefined)
    throw new LocalError('not-up', 'there is nothing to reset', 'run `npm run local -- up`');
  if (state.foreignEndpoint !== undefined) throw notOurs(state.foreignEndpoint);
  await endPart(instance, state, 'gate');
  await endPart(instance, state, 'ministack');
  for (const forgotten of [instance.emulatorFiles, instance.callLog]) {
    rmSync(forgotten, { recursive: true, force: true });
  }
  delete state.deployedTo;
  writeState(instance.stateFile, state);
};

const notOurs = (endpoint: string): LocalError =>
  new LocalError(
    'foreign-emulator',
    `the emulator at ${endpoint} was not started by this environment and may hold more than it`,
    `empty it yourself (curl -X POST ${endpoint}/_ministack/reset), then run \`npm run local -- up\``,
  );
