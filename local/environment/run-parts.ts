import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Instance, logFile } from './instance.ts';
import { LocalError, throwIfInterrupted } from './local-error.ts';
import { isReady, launchOf, ownParts, portsOf, type Running } from './parts.ts';
import { isFree } from './ports.ts';
import { endGroup, isAlive, launch } from './processes.ts';
import { type PartName, type State, writeState } from './state.ts';

export interface PartStatus {
  readonly part: PartName;
  readonly condition: 'up' | 'not answering' | 'dead' | 'not started';
  readonly pid?: number;
}

export const partStatus = async (part: PartName, state: State): Promise<PartStatus> => {
  const process = state.processes[part];
  if (process === undefined && ownParts(state).includes(part)) return { part, condition: 'not started' };
  if (process !== undefined && !isAlive(process)) return { part, condition: 'dead', pid: process.pid };
  const condition = (await isReady(part, state)) ? 'up' : 'not answering';
  return process === undefined ? { part, condition } : { part, condition, pid: process.pid };
};

/** Starts those of the parts that are not up, and returns which they were. */
export const startParts = async (
  parts: readonly PartName[],
  running: Running,
  signal: AbortSignal,
): Promise<PartName[]> => {
  const { instance, state } = running;
  const started: PartName[] = [];
  for (const part of parts) {
    if ((await partStatus(part, state)).condition === 'up') continue;
    await endPart(instance, state, part);
    await requireFreePorts(part, state);
    throwIfInterrupted(signal);
    state.processes[part] = (await launch(launchOf(part, running))).identity;
    // written at once: whatever happens next, `down` knows what to end
    writeState(instance.stateFile, state);
    started.push(part);
  }
  await Promise.all(started.map((part) => waitUntilReady(part, running, signal)));
  return started;
};

/** Else whoever took the port of a dead part would be taken for that part. */
const requireFreePorts = async (part: PartName, state: State): Promise<void> => {
  for (const port of portsOf(part, state)) {
    if (await becomesFree(port)) continue;
    throw new LocalError(
      'port-taken',
      `another program has taken port ${port}, where ${part} was`,
      'run `npm run local -- down` and then `up`, which chooses free ports',
    );
  }
};

/** A killed process may hold its port for a moment after it is gone. */
const becomesFree = async (port: number): Promise<boolean> => {
  for (let attempt = 0; attempt < 40; attempt++) {
    if (await isFree(port)) return true;
    await sleep(50);
  }
  return false;
};

const startSeconds = 30;

const waitUntilReady = async (
  part: PartName,
  { instance, state }: Running,
  signal: AbortSignal,
): Promise<void> => {
  const deadline = Date.now() + startSeconds * 1000;
  const process = state.processes[part];
  while (!(await isReady(part, state))) {
    throwIfInterrupted(signal);
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
};

export const endPart = async (instance: Instance, state: State, part: PartName | 'deploy'): Promise<void> => {
  const process = state.processes[part];
  if (process === undefined) return;
  await endGroup(process);
  delete state.processes[part];
  writeState(instance.stateFile, state);
};

/** Ends everything this environment started. The emulator's functions are in its process group. */
export const endAll = async (instance: Instance, state: State): Promise<void> => {
  await endPart(instance, state, 'deploy');
  await Promise.all(
    (['gate', 'ministack', 'issuers'] as const).map((part) => endPart(instance, state, part)),
  );
  rmSync(instance.emulatorFiles, { recursive: true, force: true });
};
