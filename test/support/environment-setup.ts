import type { TestProject } from 'vitest/node';
import { startEnvironment } from '../../local/environment/environment.ts';
import { type HandedOut, readHandedOut } from '../../local/environment/handed-out.ts';
import { instanceAt } from '../../local/environment/instance.ts';
import { anyPort } from '../../local/environment/ports.ts';
import type { Gate } from './clients.ts';
import { runDirectory } from './run-directory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What `local up` prints, and what `clients.ts` wants. */
    environment: HandedOut & Gate;
  }
}

/** Names the directory of an environment that is up already: seconds instead of a deployment for each run. */
const RUNNING = 'MANDATE_TEST_ENVIRONMENT';

const nothingToEnd = async (): Promise<void> => {};

const provide = (project: TestProject, env: HandedOut): void =>
  project.provide('environment', { ...env, adminSecret: env.adminCredentials.secretAccessKey });

/** Global set-up: the whole local environment, deployed and seeded, for all test files of a run. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const running = process.env[RUNNING];
  if (running) return useRunning(project, running);
  const directory = runDirectory('environment');
  try {
    const { env } = await startEnvironment({ directory: directory.path, findPort: anyPort });
    provide(project, env);
  } catch (error) {
    await directory.end();
    throw error;
  }
  return directory.end;
};

const useRunning = (project: TestProject, directory: string): (() => Promise<void>) => {
  const env = readHandedOut(instanceAt(directory));
  if (env === undefined) {
    throw new Error(`there is no environment in ${directory}: npm run local -- up --directory ${directory}`);
  }
  provide(project, env);
  return nothingToEnd;
};
