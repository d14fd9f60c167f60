import { rmSync } from 'node:fs';
import type { Instance } from './instance.ts';
import { LocalError } from './local-error.ts';
import { requireLoopback } from './loopback.ts';
import { emulatorUrl } from './parts.ts';
import { endPart } from './run-parts.ts';
import { readState, writeState } from './state.ts';

/** Empties the emulator, so that the next `up` deploys and seeds anew. The caller holds the lock. */
export async function wipe(instance: Instance): Promise<void> {
  const state = readState(instance.stateFile);
  if (state === undefined)
    throw new LocalError('not-up', 'there is nothing to reset', 'run `npm run local -- up`');
  await endPart(instance, state, 'gate');
  rmSync(instance.callLog, { force: true });
  const url = `${requireLoopback(emulatorUrl(state), 'the emulator')}/_ministack/reset`;
  try {
    const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(30_000) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
  } catch {
    // one that cannot be emptied is replaced, which empties it too
    await endPart(instance, state, 'ministack');
  }
  delete state.deployedTo;
  writeState(instance.stateFile, state);
}
