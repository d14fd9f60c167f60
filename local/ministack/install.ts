import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LocalError } from '../environment/local-error.ts';
import { withLock } from '../environment/lock.ts';
import { endGroup, launch, untilExit } from '../environment/processes.ts';
import { findPython, installPython } from './python.ts';

const requirements = join(import.meta.dirname, 'requirements.txt');
/** Two environments that start at once on a new machine need one installation. */
const installMilliseconds = 300_000;

const setupSchema = z.object({ python: z.string(), env: z.record(z.string(), z.string()) });
const markSchema = setupSchema.extend({ wanted: z.string() });

/** How to run Python with MiniStack importable. */
export type PythonSetup = Readonly<z.infer<typeof setupSchema>>;

interface Installing {
  /** Folder for everything that is installed. */
  readonly tools: string;
  readonly signal: AbortSignal;
}

/** Installs the pinned MiniStack below `tools`, once per set of requirements. */
export const installMinistack = async (
  tools: string,
  say: (what: string) => void,
  signal: AbortSignal,
): Promise<PythonSetup> => {
  mkdirSync(tools, { recursive: true });
  const mark = join(tools, 'ministack-installed.json');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const install = async (): Promise<PythonSetup> => {
    const installed = readMark(mark, wanted);
    if (installed !== undefined) return installed;
    say('installing MiniStack with pip, once');
    const setup = await installAnew({ tools, signal });
    writeFileSync(mark, JSON.stringify({ wanted, ...setup }));
    return setup;
  };
  return (
    readMark(mark, wanted) ??
    withLock(join(tools, 'install-lock'), install, { milliseconds: installMilliseconds, signal })
  );
};

const readMark = (mark: string, wanted: string): PythonSetup | undefined => {
  try {
    const installed = markSchema.parse(JSON.parse(readFileSync(mark, 'utf8')));
    const usable = installed.wanted === wanted && existsSync(installed.python);
    return usable ? { python: installed.python, env: installed.env } : undefined;
  } catch {
    return undefined;
  }
};

const installAnew = async (installing: Installing): Promise<PythonSetup> => {
  const base = await findPython();
  return (await installInVenv(base, installing)) ?? (await installInFolder(base, installing));
};

const installInVenv = async (base: string, installing: Installing): Promise<PythonSetup | undefined> => {
  const venv = join(installing.tools, 'venv');
  rmSync(venv, { recursive: true, force: true });
  if ((await run(base, ['-m', 'venv', venv], installing)) !== 0) {
    // Debian ships Python without ensurepip: the caller installs into a plain folder instead
    rmSync(venv, { recursive: true, force: true });
    return undefined;
  }
  const python = join(venv, 'bin', 'python');
  await pip(python, [], installing);
  return { python, env: {} };
};

const installInFolder = async (base: string, installing: Installing): Promise<PythonSetup> => {
  const site = join(installing.tools, 'site');
  rmSync(site, { recursive: true, force: true });
  await pip(base, ['--target', site], installing);
  return { python: base, env: { PYTHONPATH: site } };
};

const pip = async (python: string, options: readonly string[], installing: Installing): Promise<void> => {
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  if ((await run(python, [...install, '--requirement', requirements, ...options], installing)) === 0) return;
  const said = readFileSync(logOf(installing.tools), 'utf8').trim().split('\n').slice(-5);
  const message = ['pip could not install MiniStack:', ...said].join('\n  ');
  throw new LocalError('ministack-not-installed', message, installPython);
};

const logOf = (tools: string): string => join(tools, 'install.log');

/** Runs a program to its end and returns its exit code; an interruption ends it with all that it started. */
const run = async (
  command: string,
  args: readonly string[],
  { tools, signal }: Installing,
): Promise<number | null> => {
  // all variables of the developer: an index or a proxy of their company may be among them
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const { identity, exited } = await launch({ command, args, env, cwd: tools, log: logOf(tools) });
  try {
    return await untilExit(exited, signal);
  } finally {
    await endGroup(identity);
  }
};
