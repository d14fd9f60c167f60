import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LocalError } from '../environment/local-error.ts';
import { withLock } from '../environment/lock.ts';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, 'requirements.txt');
const installWhat =
  'install Python 3.10 or newer with pip (on Debian: apt-get install python3 python3-venv python3-pip)';

/** How to run Python with MiniStack importable. */
export interface PythonSetup {
  readonly python: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Installs the pinned MiniStack below `tools`, once per set of requirements. */
export async function installMinistack(tools: string, say: (what: string) => void): Promise<PythonSetup> {
  mkdirSync(tools, { recursive: true });
  const venv: PythonSetup = { python: join(tools, 'venv', 'bin', 'python'), env: {} };
  const mark = join(tools, 'ministack-installed.json');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const installed = readMark(mark, wanted);
  if (installed !== undefined && existsSync(installed.python)) return installed;
  return withLock(join(tools, 'install-lock'), async () => {
    const base = await findPython();
    say('installing MiniStack with pip, once');
    const setup = (await installInVenv(base, venv, tools)) ?? (await installInFolder(base, tools));
    writeFileSync(mark, JSON.stringify({ wanted, ...setup }));
    return setup;
  });
}

function readMark(mark: string, wanted: string): PythonSetup | undefined {
  try {
    const { wanted: had, python, env } = JSON.parse(readFileSync(mark, 'utf8'));
    return had === wanted ? { python, env } : undefined;
  } catch {
    return undefined;
  }
}

async function findPython(): Promise<string> {
  const found: string[] = [];
  for (const name of [
    'python3',
    'python3.14',
    'python3.13',
    'python3.12',
    'python3.11',
    'python3.10',
    'python',
  ]) {
    const version = await pythonVersion(name);
    if (version === undefined) continue;
    if (version[0] === 3 && (version[1] ?? 0) >= 10) return name;
    found.push(`${name} is ${version.join('.')}`);
  }
  const had = found.length === 0 ? 'none was found' : found.join(', ');
  throw new LocalError('python-missing', `the AWS emulator needs Python 3.10 or newer, ${had}`, installWhat);
}

async function pythonVersion(name: string): Promise<number[] | undefined> {
  try {
    const { stdout } = await run(name, ['-c', 'import sys; print(*sys.version_info[:2])']);
    return stdout.trim().split(' ').map(Number);
  } catch {
    return undefined;
  }
}

async function installInVenv(
  base: string,
  venv: PythonSetup,
  tools: string,
): Promise<PythonSetup | undefined> {
  try {
    rmSync(join(tools, 'venv'), { recursive: true, force: true });
    await run(base, ['-m', 'venv', join(tools, 'venv')]);
  } catch {
    // Debian ships Python without ensurepip: the caller installs into a plain folder instead
    rmSync(join(tools, 'venv'), { recursive: true, force: true });
    return undefined;
  }
  await pip(venv.python, []);
  return venv;
}

async function installInFolder(base: string, tools: string): Promise<PythonSetup> {
  const site = join(tools, 'site');
  rmSync(site, { recursive: true, force: true });
  await pip(base, ['--target', site]);
  return { python: base, env: { PYTHONPATH: site } };
}

async function pip(python: string, options: readonly string[]): Promise<void> {
  const args = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    requirements,
  ];
  try {
    // pip keeps the developer's own settings: an index or a proxy of their company is in them
    await run(python, [...args, ...options], { env: process.env, maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    const text = cause instanceof Error ? cause.message.split('\n').slice(-5).join('\n') : '';
    throw new LocalError('ministack-not-installed', `pip could not install MiniStack: ${text}`, installWhat, {
      cause,
    });
  }
}
