import { accounts, region } from './accounts.ts';
import { livingState } from './choose-state.ts';
import { instanceAt } from './instance.ts';
import { withLock } from './lock.ts';
import { emulatorUrl, urlOf } from './parts.ts';
import { anyPort } from './ports.ts';
import { silent } from './progress.ts';
import { startEverything } from './start.ts';

/** The emulator with the gate in front of it, and how to reach both. */
export interface Emulator {
  /** The gate: what is not allowed there is denied. */
  readonly endpointUrl: string;
  /** Behind the gate, where nobody is denied anything. */
  readonly emulatorUrl: string;
  readonly region: string;
  readonly accounts: typeof accounts;
  /** Of the administrator of each account, whose key id is the account. */
  readonly adminSecret: string;
  /** File of the gate's call log. */
  readonly callLog: string;
}

export interface EmulatorOptions {
  /** Where it keeps its files; `stopEnvironment` with the same directory ends it. */
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
}

/** Starts an emulator and a gate on free ports, with nothing deployed: enough for tests of single parts. */
export const startEmulator = async (options: EmulatorOptions): Promise<Emulator> => {
  const { directory, signal = new AbortController().signal } = options;
  const instance = instanceAt(directory);
  return withLock(instance.lockFile, async () => {
    const start = { instance, signal, progress: silent, findPort: anyPort };
    const state = await startEverything(start, livingState(start), ['ministack', 'gate']);
    return {
      endpointUrl: urlOf(state.ports.gate),
      emulatorUrl: emulatorUrl(state),
      region,
      accounts,
      adminSecret: state.adminSecret,
      callLog: instance.callLog,
    };
  });
};
