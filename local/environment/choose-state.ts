import { randomBytes } from 'node:crypto';
import { endpointVariable, foreignLambdaSecret } from './foreign-emulator.ts';
import type { Instance } from './instance.ts';
import { LocalError } from './local-error.ts';
import { ownParts } from './parts.ts';
import { choosePorts, type FindPort } from './ports.ts';
import { isAlive } from './processes.ts';
import { type PartName, readState, type State, writeState } from './state.ts';

export interface StateOptions {
  readonly instance: Instance;
  /** The emulator of someone else, already running on this machine. */
  readonly foreignEndpoint?: string | undefined;
  readonly gatePort?: number | undefined;
  /** @default the usual ports where they are free */
  readonly findPort?: FindPort | undefined;
}

export const isLiving = (state: State, part: PartName): boolean => {
  const process = state.processes[part];
  return process !== undefined && isAlive(process);
};

/** The state of an environment of which something runs. Throws if it runs otherwise than is asked for. */
export const livingState = ({ instance, foreignEndpoint, gatePort }: StateOptions): State | undefined => {
  const state = readState(instance.stateFile);
  if (state === undefined || !ownParts(state).some((part) => isLiving(state, part))) return undefined;
  refuseOtherEmulator(state, foreignEndpoint);
  refuseOtherPort(state, gatePort);
  return state;
};

/** A state for an environment of which nothing runs: free ports, and a secret for its functions. */
export const newState = async (options: StateOptions): Promise<State> => {
  const { instance, foreignEndpoint, gatePort, findPort } = options;
  const previous = readState(instance.stateFile);
  const state: State = {
    version: 1,
    adminSecret: previous?.adminSecret ?? newSecret(),
    lambdaSecret: foreignEndpoint === undefined ? newSecret() : foreignLambdaSecret(),
    ports: await choosePorts(findPort, gatePort),
    ...(foreignEndpoint !== undefined && { foreignEndpoint }),
    processes: previous?.processes ?? {},
  };
  writeState(instance.stateFile, state);
  return state;
};

const newSecret = (): string => randomBytes(24).toString('base64url');

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
