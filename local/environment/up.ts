import { rmSync } from 'node:fs';
import { readCompany } from '../seed/company.ts';
import { seedDirectory } from '../seed/directory.ts';
import { seedWorkloadData } from '../seed/workload-data.ts';
import { region } from './accounts.ts';
import type { Admin } from './admin.ts';
import { bootstrapAccounts } from './bootstrap.ts';
import { livingState } from './choose-state.ts';
import { deploy, readApiId } from './deploy.ts';
import { isDeployed } from './deployed.ts';
import { down } from './down.ts';
import { sendFunctionsThroughGate } from './foreign-emulator.ts';
import { type HandedOut, readHandedOut, writeHandedOut } from './handed-out.ts';
import type { Instance } from './instance.ts';
import { interrupted, throwIfInterrupted } from './local-error.ts';
import { emulatorRun, ownParts, urlOf } from './parts.ts';
import { endPart, partStatus } from './run-parts.ts';
import { type StartOptions, startEverything } from './start.ts';
import { type State, writeState } from './state.ts';

export interface UpOptions extends StartOptions {
  /** Deploy again although everything is up: for changed code. */
  readonly redeploy?: boolean | undefined;
}

export interface Started {
  /** Nothing had to be done. */
  readonly already: boolean;
  readonly env: HandedOut;
}

/** Brings the environment up, or what of it is down. The caller holds the lock. */
export const up = async (options: UpOptions): Promise<Started> => {
  const { instance, signal } = options;
  const living = livingState(options);
  try {
    const ready = options.redeploy === true ? undefined : await readyAlready(instance, living);
    if (ready !== undefined) return { already: true, env: ready };
    return { already: false, env: await bringUp(options, living) };
  } catch (error) {
    // half an environment is of no use; after any other error its parts help to find out why
    if (!signal.aborted) throw error;
    await down(instance);
    throw interrupted();
  }
};

const readyAlready = async (instance: Instance, state: State | undefined): Promise<HandedOut | undefined> => {
  if (state === undefined || !(await isDeployed(state))) return undefined;
  const parts = await Promise.all(ownParts(state).map((part) => partStatus(part, state)));
  return parts.every(({ condition }) => condition === 'up') ? readHandedOut(instance) : undefined;
};

const bringUp = async (options: UpOptions, living: State | undefined): Promise<HandedOut> => {
  const { instance, signal, redeploy } = options;
  const state = await startEverything(options, living);
  // of a command that was killed while it deployed
  await endPart(instance, state, 'deploy');
  if (redeploy === true || !(await isDeployed(state))) {
    await deployEverything(options, state);
    state.deployedTo = emulatorRun(state);
    writeState(instance.stateFile, state);
  }
  throwIfInterrupted(signal);
  return writeHandedOut(instance, state, readApiId(instance));
};

const deployEverything = async ({ instance, progress, signal }: UpOptions, state: State): Promise<void> => {
  const admin: Admin = { endpointUrl: urlOf(state.ports.gate), region, secret: state.adminSecret };
  const company = readCompany();
  // after an error in what follows the next `up` has to do it again
  delete state.deployedTo;
  writeState(instance.stateFile, state);
  rmSync(instance.environmentFile, { force: true });
  await progress.step('Bootstrap the four accounts', () => bootstrapAccounts(admin));
  throwIfInterrupted(signal);
  await progress.step('Deploy the CDK app', (say) => deploy(instance, state, { admin, say, signal }));
  if (state.foreignEndpoint !== undefined) await sendFunctionsThroughGate(state);
  await progress.step('Seed the sample company', async () => {
    await Promise.all([seedWorkloadData(admin, company), seedDirectory(admin, company, signal)]);
  });
};
