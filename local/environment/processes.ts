import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfInterrupted } from './local-error.ts';

/** A process, told apart from a later one of the same number by its start time. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

interface Row {
  readonly pid: number;
  readonly group: number;
  readonly dead: boolean;
  readonly startedAt: string;
}

const procfs = existsSync('/proc/self/stat');

const readProcess = (pid: number): Row | undefined =>
  procfs ? readProcfs(pid) : listByPs().find((row) => row.pid === pid);

const readProcfs = (pid: number): Row | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name stands in parentheses and may hold anything, so count from its end
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // the first thread of a killed process can be gone while others still hold its ports
    const dead = isDead(fields[0]) && Number(fields[17]) <= 1;
    return { pid, group: Number(fields[2]), dead, startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
};

const listByPs = (): Row[] => {
  // a start time must read the same for every command that compares it
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const text = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,lstart='], { encoding: 'utf8', env });
  return text.split('\n').flatMap((line) => {
    const [, pid, group, state, startedAt] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
    if (pid === undefined || group === undefined || state === undefined || startedAt === undefined) return [];
    return [{ pid: Number(pid), group: Number(group), dead: isDead(state), startedAt }];
  });
};

const listProcesses = (): Row[] => {
  if (!procfs) return listByPs();
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => readProcfs(Number(pid)) ?? []);
};

const isDead = (state: string | undefined): boolean => /^[ZXx]/.test(state ?? '');

export const identityOf = (pid: number): ProcessIdentity | undefined => {
  const row = readProcess(pid);
  return row === undefined || row.dead ? undefined : { pid, startedAt: row.startedAt };
};

export const isAlive = (process: ProcessIdentity): boolean =>
  identityOf(process.pid)?.startedAt === process.startedAt;

/** Members of the process group it leads, itself too. Nothing if its number belongs to another process by now. */
export const groupOf = (leader: ProcessIdentity): number[] => {
  const current = identityOf(leader.pid);
  if (current !== undefined && current.startedAt !== leader.startedAt) return [];
  return listProcesses()
    .filter((row) => row.group === leader.pid && !row.dead)
    .map((row) => row.pid);
};

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly log: string;
}

export interface Launched {
  readonly identity: ProcessIdentity;
  /** The exit code, for as long as this process is there to see it. */
  readonly exited: Promise<number | null>;
}

/** Starts a process that outlives this one, as leader of its own group, its output in a log file. */
export const launch = async (what: Launch): Promise<Launched> => {
  mkdirSync(dirname(what.log), { recursive: true });
  if (existsSync(what.log)) renameSync(what.log, `${what.log}.previous`);
  const log = openSync(what.log, 'a', 0o600);
  try {
    const child = spawn(what.command, [...what.args], {
      cwd: what.cwd,
      env: { ...what.env },
      detached: true,
      stdio: ['ignore', log, log],
    });
    const pid = await new Promise<number>((started, failed) => {
      child.once('error', failed);
      child.once('spawn', () => started(child.pid ?? 0));
    });
    const exited = new Promise<number | null>((ended) => child.once('exit', ended));
    child.unref();
    return { identity: identityOf(pid) ?? { pid, startedAt: 'ended' }, exited };
  } finally {
    closeSync(log);
  }
};

/** The exit code, once there is one. Looks now and then, which also keeps this process alive meanwhile. */
export const untilExit = async (
  exited: Launched['exited'],
  signal: AbortSignal,
  look: () => void = () => {},
): Promise<number | null> => {
  for (;;) {
    const outcome = await Promise.race([exited, sleep(100, 'running' as const)]);
    throwIfInterrupted(signal);
    look();
    if (outcome !== 'running') return outcome;
  }
};

const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // it ended by itself meanwhile
    }
  }
};

/** Ends a process and all of its group, politely at first. */
export const endGroup = async (leader: ProcessIdentity, graceMilliseconds = 3000): Promise<void> => {
  signalAll(groupOf(leader), 'SIGTERM');
  const deadline = Date.now() + graceMilliseconds;
  while (groupOf(leader).length > 0) {
    if (Date.now() > deadline) signalAll(groupOf(leader), 'SIGKILL');
    await sleep(20);
  }
};
