import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../..');

/** Where one environment keeps its files. Several can run side by side, each in its own directory. */
export interface Instance {
  readonly directory: string;
  readonly stateFile: string;
  readonly lockFile: string;
  readonly environmentFile: string;
  readonly settingsFile: string;
  readonly gateStateFile: string;
  readonly callLog: string;
  readonly keyFile: string;
  readonly outputsFile: string;
  readonly assembly: string;
  readonly emulatorFiles: string;
  /** Home of every child, so that nothing is read from the developer's own `~/.aws` or `~/.cdk.json`. */
  readonly home: string;
  readonly logs: string;
}

/** The directory of `npm run local`. */
export const defaultDirectory = join(repository, '.local');

/** Shared by all instances: what is installed depends on the pinned requirements only. */
export const toolsDirectory = defaultDirectory;

export const instanceAt = (directory: string = defaultDirectory): Instance => {
  const base = resolve(directory);
  return {
    directory: base,
    stateFile: join(base, 'state.json'),
    lockFile: join(base, 'lock'),
    environmentFile: join(base, 'env.json'),
    settingsFile: join(base, 'mandate.config.json'),
    gateStateFile: join(base, 'gate.json'),
    callLog: join(base, 'calls.jsonl'),
    keyFile: join(base, 'issuer-keys.json'),
    outputsFile: join(base, 'outputs.json'),
    assembly: join(base, 'cdk.out'),
    emulatorFiles: join(base, 'emulator'),
    home: join(base, 'home'),
    logs: join(base, 'logs'),
  };
};

export const logFile = (instance: Instance, part: string): string => join(instance.logs, `${part}.log`);
