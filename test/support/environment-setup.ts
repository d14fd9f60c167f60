import type { TestProject } from 'vitest/node';
import { startEnvironment } from '../../local/environment/environment.ts';
import type { HandedOut } from '../../local/environment/handed-out.ts';
import { anyPort } from '../../local/environment/ports.ts';
import type { Gate } from './clients.ts';
import { runDirectory } from './run-directory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What `local up` prints, and what `clients.ts` wants. */
    environment: HandedOut & Gate;
  }
}

/** Global set-up: the whole local environment, deployed and seeded, for all test files of a run. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const directory = runDirectory('environment');
  try {
    const { env } = await startEnvironment({ directory: directory.path, findPort: anyPort });
    project.provide('environment', { ...env, adminSecret: env.adminCredentials.secretAccessKey });
  } catch (error) {
    await directory.end();
    throw error;
  }
  return directory.end;
};
