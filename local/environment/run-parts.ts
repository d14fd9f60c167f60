import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PythonSetup } from '../ministack/install.ts';
import { type Instance, logFile } from './instance.ts';
import { interrupted, LocalError } from './local-error.ts';
import { isReady, launchOf, ownParts } from './parts.ts';
import { endGroup, isAlive, launch } from './processes.ts';
import { type PartName, type State, writeState } from './state.ts';

export interface PartStatus {
  readonly part: PartName;
  readonly condition: 'up' | 'not answering' | 'dead' | 'not started';
  readonly pid?: number;
}

export async function partStatus(part: PartName, state: State): Promise<PartStatus> {
  const process = state.processes[part];
  if (process === undefined && ownParts(state).includes(part)) return { part, condition: 'not started' };
  if (process !== undefined && !isAlive(process)) return { part, condition: 'dead', pid: process.pid };
  const condition = (await isReady(part, state)) ? 'up' : 'not answering';
  return process === undefined ? { part, condition } : { part, condition, pid: process.pid };
}

/** Starts what is not up and returns which parts it started. */
export async function startParts(
  instance: Instance,
  state: State,
  python: PythonSetup,
  signal: AbortSignal,
): Promise<PartName[]> {
  const started: PartName[] = [];
  for (const part of ownParts(state)) {
    if ((await partStatus(part, state)).condition === 'up') continue;
    await endPart(instance, state, part);
    signal.throwIfAborted();
    state.processes[part] = (await launch(launchOf(part, instance, state, python))).identity;
    // written at once: whatever happens next, `down` knows what to end
    writeState(instance.stateFile, state);
    started.push(part);
  }
  await Promise.all(started.map((part) => waitUntilReady(part, instance, state, signal)));
  return started;
}

const startSeconds = 30;

async function waitUntilReady(
  part: PartName,
  instance: Instance,
  state: State,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + startSeconds * 1000;
  const process = state.processes[part];
  while (!(await isReady(part, state))) {
    if (signal.aborted) throw interrupted();
    const log = logFile(instance, part);
    if (process === undefined || !isAlive(process)) {
      throw new LocalError(
        'part-died',
        `${part} ended while it started`,
        `read ${log}, then run \`npm run local -- up\` again`,
      );
    }
    if (Date.now() > deadline) {
      throw new LocalError('part-silent', `${part} did not answer within ${startSeconds} s`, `read ${log}`);
    }
    await sleep(25);
  }
}

export async function endPart(instance: Instance, state: State, part: PartName | 'deploy'): Promise<void> {
  const process = state.processes[part];
  if (process === undefined) return;
  await endGroup(process);
  delete state.processes[part];
  writeState(instance.stateFile, state);
}

/** Ends everything this environment started. The emulator's functions are in its process group. */
export async function endAll(instance: Instance, state: State): Promise<void> {
  await endPart(instance, state, 'deploy');
  await Promise.all(
    (['gate', 'ministack', 'issuers'] as const).map((part) => endPart(instance, state, part)),
  );
  rmSync(instance.emulatorFiles, { recursive: true, force: true });
}
