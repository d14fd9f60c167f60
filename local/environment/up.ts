import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { installMinistack, type PythonSetup } from '../ministack/install.ts';
import { readCompany } from '../seed/company.ts';
import { seedDirectory } from '../seed/directory.ts';
import { seedWorkloadData } from '../seed/workload-data.ts';
import { accounts, region } from './accounts.ts';
import type { Admin } from './admin.ts';
import { bootstrapAccounts } from './bootstrap.ts';
import { deploy, readApiId } from './deploy.ts';
import { type HandedOut, readHandedOut, writeHandedOut } from './handed-out.ts';
import { type Instance, toolsDirectory } from './instance.ts';
import { LocalError } from './local-error.ts';
import { requireLoopback } from './loopback.ts';
import { answers, emulatorUrl, ownParts, urlOf } from './parts.ts';
import { choosePorts, findPort } from './ports.ts';
import { isAlive } from './processes.ts';
import type { Progress } from './progress.ts';
import { endAll, endPart, partStatus, startParts } from './run-parts.ts';
import { writeSettings } from './settings-file.ts';
import { readState, type State, writePrivately, writeState } from './state.ts';

export interface UpOptions {
  readonly instance: Instance;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** The emulator of someone else, already running. */
  readonly foreignEndpoint?: string | undefined;
  readonly gatePort?: number | undefined;
  /** Deploy again although everything is up: for changed code. */
  readonly redeploy?: boolean | undefined;
}

/** Brings the environment up, or what of it is down. The caller holds the lock. */
export async function up(
  options: UpOptions,
): Promise<{ readonly already: boolean; readonly env: HandedOut }> {
  const { instance } = options;
  mkdirSync(instance.home, { recursive: true });
  const state = await preparedState(options);
  try {
    const ready = options.redeploy === true ? undefined : await readyAlready(instance, state);
    if (ready !== undefined) return { already: true, env: ready };
    return { already: false, env: await bringUp(options, state) };
  } catch (error) {
    // half an environment is of no use; after an error of the deployment its parts help to find out why
    if (options.signal.aborted) await endAll(instance, state);
    throw error;
  }
}

async function preparedState({ instance, foreignEndpoint, gatePort }: UpOptions): Promise<State> {
  const previous = readState(instance.stateFile);
  if (previous !== undefined && ownParts(previous).some((part) => living(previous, part))) return previous;
  const foreign =
    foreignEndpoint === undefined
      ? {}
      : { foreignEndpoint: requireLoopback(foreignEndpoint, 'MANDATE_LOCAL_AWS_ENDPOINT') };
  const state: State = {
    version: 1,
    adminSecret: previous?.adminSecret ?? randomBytes(24).toString('base64url'),
    lambdaSecret: foreignEndpoint === undefined ? randomBytes(24).toString('base64url') : foreignSecret(),
    ports: await choosePorts(findPort, gatePort),
    ...foreign,
    processes: previous?.processes ?? {},
  };
  writeState(instance.stateFile, state);
  return state;
}

// MiniStack's own default; who starts it with another says so
const foreignSecret = (): string => process.env['MANDATE_LOCAL_LAMBDA_SECRET'] ?? 'test';

const living = (state: State, part: keyof State['processes']): boolean => {
  const process = state.processes[part];
  return process !== undefined && isAlive(process);
};

async function readyAlready(instance: Instance, state: State): Promise<HandedOut | undefined> {
  if (state.deployedTo === undefined || state.deployedTo !== emulatorRun(state)) return undefined;
  const parts = await Promise.all(ownParts(state).map((part) => partStatus(part, state)));
  return parts.every(({ condition }) => condition === 'up') ? readHandedOut(instance) : undefined;
}

/** Names the run of the emulator that would hold a deployment made now. */
const emulatorRun = (state: State): string => {
  const process = state.processes.ministack;
  return process === undefined ? emulatorUrl(state) : `${process.pid}@${process.startedAt}`;
};

async function bringUp(options: UpOptions, state: State): Promise<HandedOut> {
  const { instance, progress, signal, redeploy } = options;
  await startEverything(options, state);
  if (redeploy === true || state.deployedTo !== emulatorRun(state)) {
    const apiId = await deployEverything(instance, state, progress, signal);
    state.deployedTo = emulatorRun(state);
    writeState(instance.stateFile, state);
    return writeHandedOut(instance, state, apiId);
  }
  return writeHandedOut(instance, state, readApiId(instance));
}

async function startEverything({ instance, progress, signal }: UpOptions, state: State): Promise<void> {
  const { adminSecret, lambdaSecret } = state;
  writePrivately(instance.gateStateFile, JSON.stringify({ accounts, region, adminSecret, lambdaSecret }));
  writeSettings(instance, state.ports);
  const python = await preparedEmulator(state, progress);
  const emulatorLost = state.foreignEndpoint === undefined && !living(state, 'ministack');
  // the gate remembers roles and sessions of the emulator run that is gone
  if (emulatorLost) await endPart(instance, state, 'gate');
  await progress.step('Start emulator, IAM gate and OIDC issuers', async (say) => {
    const started = await startParts(instance, state, python, signal);
    say(
      `gate ${urlOf(state.ports.gate)}, emulator ${emulatorUrl(state)}${started.length === 0 ? ', all up' : ''}`,
    );
  });
}

async function preparedEmulator(state: State, progress: Progress): Promise<PythonSetup> {
  if (state.foreignEndpoint === undefined) {
    return progress.step('Prepare the AWS emulator', (say) => installMinistack(toolsDirectory, say));
  }
  if (await answers(`${state.foreignEndpoint}/_ministack/health`)) return { python: '', env: {} };
  throw new LocalError(
    'emulator-silent',
    `no MiniStack answers at ${state.foreignEndpoint}`,
    'start it there, or unset MANDATE_LOCAL_AWS_ENDPOINT to have one started',
  );
}

async function deployEverything(
  instance: Instance,
  state: State,
  progress: Progress,
  signal: AbortSignal,
): Promise<string> {
  const admin: Admin = { endpointUrl: urlOf(state.ports.gate), region, secret: state.adminSecret };
  const company = readCompany();
  rmSync(instance.environmentFile, { force: true });
  await progress.step('Bootstrap the four accounts', () => bootstrapAccounts(admin));
  await progress.step('Deploy the CDK app', (say) => deploy(instance, state, admin, { say, signal }));
  await progress.step('Seed the sample company', async () => {
    await Promise.all([seedWorkloadData(admin, company), seedDirectory(admin, company, signal)]);
  });
  return readApiId(instance);
}
