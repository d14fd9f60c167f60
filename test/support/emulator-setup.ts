import type { TestProject } from 'vitest/node';
import { type Emulator, startEmulator } from '../../local/environment/emulator.ts';
import { runDirectory } from './run-directory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    emulator: Emulator;
  }
}

/** Global set-up: one emulator with the gate in front of it, nothing deployed, for all test files of a run. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const directory = runDirectory('emulator');
  try {
    project.provide('emulator', await startEmulator({ directory: directory.path }));
  } catch (error) {
    await directory.end();
    throw error;
  }
  return directory.end;
};
