import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { installMinistack, type PythonSetup } from '../ministack/install.ts';
import { accounts, region } from './accounts.ts';
import { checkForeignEmulator, endpointVariable, foreignLambdaSecret } from './foreign-emulator.ts';
import { type Instance, toolsDirectory } from './instance.ts';
import { LocalError } from './local-error.ts';
import { requireLoopback } from './loopback.ts';
import { emulatorUrl, ownParts, urlOf } from './parts.ts';
import { choosePorts, type FindPort } from './ports.ts';
import { isAlive } from './processes.ts';
import type { Progress } from './progress.ts';
import { endPart, startParts } from './run-parts.ts';
import { writeSettings } from './settings-file.ts';
import { type PartName, readState, type State, writePrivately, writeState } from './state.ts';

export interface StartOptions {
  readonly instance: Instance;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** The emulator of someone else, already running. */
  readonly foreignEndpoint?: string | undefined;
  readonly gatePort?: number | undefined;
  /** @default the usual ports where they are free */
  readonly findPort?: FindPort | undefined;
}

/** The state to go on from: that of what still runs, or a new one with free ports and new secrets. */
export const preparedState = async (options: StartOptions): Promise<State> => {
  const { instance, gatePort, findPort } = options;
  const foreignEndpoint =
    options.foreignEndpoint && requireLoopback(options.foreignEndpoint, endpointVariable);
  mkdirSync(instance.home, { recursive: true });
  const previous = readState(instance.stateFile);
  if (previous !== undefined && ownParts(previous).some((part) => living(previous, part))) {
    refuseOtherEmulator(previous, foreignEndpoint);
    refuseOtherPort(previous, gatePort);
    return previous;
  }
  const state: State = {
    version: 1,
    adminSecret: previous?.adminSecret ?? newSecret(),
    lambdaSecret: foreignEndpoint ? foreignLambdaSecret() : newSecret(),
    ports: await choosePorts(findPort, gatePort),
    ...(foreignEndpoint && { foreignEndpoint }),
    processes: previous?.processes ?? {},
  };
  writeState(instance.stateFile, state);
  return state;
};

const newSecret = (): string => randomBytes(24).toString('base64url');

const living = (state: State, part: PartName): boolean => {
  const process = state.processes[part];
  return process !== undefined && isAlive(process);
};

const refuseOtherEmulator = (state: State, wanted: string | undefined): void => {
  if (wanted === state.foreignEndpoint) return;
  throw new LocalError(
    'other-emulator',
    `the environment is up with ${state.foreignEndpoint ?? 'an emulator of its own'}, not with ${wanted ?? 'one of its own'}`,
    `run \`npm run local -- down\` first, or set ${endpointVariable} as it was`,
  );
};

const refuseOtherPort = ({ ports }: State, wanted: number | undefined): void => {
  if (wanted === undefined || wanted === ports.gate) return;
  throw new LocalError(
    'other-port',
    `the environment is up on port ${ports.gate}, not ${wanted}`,
    'run `npm run local -- down` first, or leave out --port',
  );
};

const names: Readonly<Record<PartName, string>> = {
  ministack: 'emulator',
  gate: 'IAM gate',
  issuers: 'OIDC issuers',
};

/** Starts those of the parts that are down. */
export const startEverything = async (
  { instance, progress, signal }: StartOptions,
  state: State,
  parts: readonly PartName[] = ownParts(state),
): Promise<void> => {
  const { adminSecret, lambdaSecret } = state;
  writePrivately(instance.gateStateFile, JSON.stringify({ accounts, region, adminSecret, lambdaSecret }));
  writeSettings(instance, state.ports);
  const python = await preparedEmulator(state, progress, signal);
  // the gate remembers roles and sessions of an emulator run that is gone
  if (state.foreignEndpoint === undefined && !living(state, 'ministack')) {
    await endPart(instance, state, 'gate');
  }
  await progress.step(`Start ${parts.map((part) => names[part]).join(', ')}`, async (say) => {
    const started = await startParts(parts, { instance, state, python }, signal);
    say(started.length === 0 ? 'all up' : `gate ${urlOf(state.ports.gate)}, emulator ${emulatorUrl(state)}`);
  });
};

const preparedEmulator = async (
  state: State,
  progress: Progress,
  signal: AbortSignal,
): Promise<PythonSetup | undefined> => {
  const { foreignEndpoint } = state;
  if (foreignEndpoint === undefined) {
    return progress.step('Prepare the AWS emulator', (say) => installMinistack(toolsDirectory, say, signal));
  }
  await progress.step(`Look at the AWS emulator at ${foreignEndpoint}`, (say) =>
    checkForeignEmulator(foreignEndpoint, say),
  );
  return undefined;
};
