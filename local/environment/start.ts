import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installMinistack, type PythonSetup } from '../ministack/install.ts';
import { accounts, region } from './accounts.ts';
import { isLiving, newState, type StateOptions } from './choose-state.ts';
import { checkForeignEmulator } from './foreign-emulator.ts';
import { toolsDirectory } from './instance.ts';
import { withLock } from './lock.ts';
import { emulatorUrl, ownParts, type Running, urlOf } from './parts.ts';
import type { Progress } from './progress.ts';
import { endPart, startParts } from './run-parts.ts';
import { writeSettings } from './settings-file.ts';
import { type PartName, type State, writePrivately } from './state.ts';

export interface StartOptions extends StateOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const names: Readonly<Record<PartName, string>> = {
  ministack: 'emulator',
  gate: 'IAM gate',
  issuers: 'OIDC issuers',
};

/**
 * Starts those of the parts that are down.
 * @param living the state of what runs already
 * @param wanted @default every part that is not someone else's
 */
export const startEverything = async (
  options: StartOptions,
  living: State | undefined,
  wanted?: readonly PartName[],
): Promise<State> => {
  const { instance, progress, signal } = options;
  mkdirSync(instance.home, { recursive: true });
  const python = await preparedEmulator(options);
  const start = async (): Promise<State> => {
    const state = living ?? (await newState(options));
    const parts = wanted ?? ownParts(state);
    await prepareGate({ instance, state, python });
    await progress.step(`Start ${parts.map((part) => names[part]).join(', ')}`, async (say) => {
      const started = await startParts(parts, { instance, state, python }, signal);
      say(
        started.length === 0 ? 'all up' : `gate ${urlOf(state.ports.gate)}, emulator ${emulatorUrl(state)}`,
      );
    });
    return state;
  };
  // one environment at a time: a chosen port is free only until somebody else takes it
  return withLock(join(toolsDirectory, 'start-lock'), start, { milliseconds: 60_000, signal });
};

const prepareGate = async ({ instance, state }: Running): Promise<void> => {
  const { adminSecret, lambdaSecret } = state;
  writePrivately(instance.gateStateFile, JSON.stringify({ accounts, region, adminSecret, lambdaSecret }));
  writeSettings(instance, state.ports);
  // the gate remembers roles and sessions of an emulator run that is gone
  if (state.foreignEndpoint === undefined && !isLiving(state, 'ministack')) {
    await endPart(instance, state, 'gate');
  }
};

const preparedEmulator = async (options: StartOptions): Promise<PythonSetup | undefined> => {
  const { foreignEndpoint, progress, signal } = options;
  if (foreignEndpoint === undefined) {
    return progress.step('Prepare the AWS emulator', (say) => installMinistack(toolsDirectory, say, signal));
  }
  await progress.step(`Look at the AWS emulator at ${foreignEndpoint}`, (say) =>
    checkForeignEmulator(foreignEndpoint, say),
  );
  return undefined;
};
