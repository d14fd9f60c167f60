import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { LocalError, throwIfInterrupted } from '../environment/local-error.ts';
import { withLock } from '../environment/lock.ts';
import { findPython, installPython } from './python.ts';

const run = promisify(execFile);
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
  return readMark(mark, wanted) ?? withLock(join(tools, 'install-lock'), install, installMilliseconds);
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
  try {
    return (await installInVenv(base, installing)) ?? (await installInFolder(base, installing));
  } catch (error) {
    throwIfInterrupted(installing.signal);
    throw error;
  }
};

const installInVenv = async (
  base: string,
  { tools, signal }: Installing,
): Promise<PythonSetup | undefined> => {
  const venv = join(tools, 'venv');
  rmSync(venv, { recursive: true, force: true });
  try {
    await run(base, ['-m', 'venv', venv], { signal });
  } catch {
    throwIfInterrupted(signal);
    // Debian ships Python without ensurepip: the caller installs into a plain folder instead
    rmSync(venv, { recursive: true, force: true });
    return undefined;
  }
  const python = join(venv, 'bin', 'python');
  await pip(python, [], signal);
  return { python, env: {} };
};

const installInFolder = async (base: string, { tools, signal }: Installing): Promise<PythonSetup> => {
  const site = join(tools, 'site');
  rmSync(site, { recursive: true, force: true });
  await pip(base, ['--target', site], signal);
  return { python: base, env: { PYTHONPATH: site } };
};

const pip = async (python: string, options: readonly string[], signal: AbortSignal): Promise<void> => {
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const args = [...install, '--requirement', requirements, ...options];
  try {
    // pip keeps the developer's own settings: an index or a proxy of their company is in them
    await run(python, args, { env: process.env, maxBuffer: 16 * 1024 * 1024, signal });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message.split('\n').slice(-5).join('\n') : '';
    const message = `pip could not install MiniStack: ${text}`;
    throw new LocalError('ministack-not-installed', message, installPython, { cause });
  }
};
