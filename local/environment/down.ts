import { rmSync } from 'node:fs';
import type { Instance } from './instance.ts';
import { endAll } from './run-parts.ts';
import { readState, removeState } from './state.ts';

/** Ends everything and forgets it. Issuer keys, logs and the installed emulator stay. The caller holds the lock. */
export const down = async (instance: Instance): Promise<{ readonly wasUp: boolean }> => {
  const state = readState(instance.stateFile);
  if (state === undefined) return { wasUp: false };
  await endAll(instance, state);
  for (const file of [instance.environmentFile, instance.gateStateFile]) rmSync(file, { force: true });
  removeState(instance.stateFile);
  return { wasUp: true };
};
