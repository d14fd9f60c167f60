import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalError } from '../environment/local-error.ts';

const run = promisify(execFile);

export const installPython =
  'install Python 3.10 or newer with pip (on Debian: apt-get install python3 python3-venv python3-pip)';

const newer = ['3.14', '3.13', '3.12', '3.11', '3.10'].map((version) => `python${version}`);
const names = ['python3', ...newer, 'python'];

interface Found {
  readonly path: string;
  readonly major: number;
  readonly minor: number;
}

/** The path of a Python that can run the emulator: 3.10 or newer. Throws `python-missing`. */
export const findPython = async (): Promise<string> => {
  const tooOld: string[] = [];
  for (const name of names) {
    const found = await askPython(name);
    if (found === undefined) continue;
    if (found.major === 3 && found.minor >= 10) return found.path;
    tooOld.push(`${name} is ${found.major}.${found.minor}`);
  }
  const had = tooOld.length === 0 ? 'none was found' : tooOld.join(', ');
  throw new LocalError(
    'python-missing',
    `the AWS emulator needs Python 3.10 or newer, ${had}`,
    installPython,
  );
};

// the path, because a name may mean another Python tomorrow
const question = 'import sys; print(*sys.version_info[:2], sys.executable)';

const askPython = async (name: string): Promise<Found | undefined> => {
  try {
    const { stdout } = await run(name, ['-c', question]);
    const [, major, minor, path] = /^(\d+) (\d+) (.+)$/.exec(stdout.trim()) ?? [];
    return path === undefined ? undefined : { path, major: Number(major), minor: Number(minor) };
  } catch {
    return undefined;
  }
};
