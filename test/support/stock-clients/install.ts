import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toolsDirectory } from '../../../local/environment/instance.ts';
import { installMinistack } from '../../../local/ministack/install.ts';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, 'requirements.txt');

/** How to run Python programs that use the AWS CLI or boto3. */
export interface PythonClients {
  readonly python: string;
  readonly env: Readonly<Record<string, string>>;
  /** The CLI, a Python program. */
  readonly aws: string;
}

/** Installs the pinned clients beside the emulator, with the same Python, once per set of requirements. */
export const installPythonClients = async (): Promise<PythonClients> => {
  const { python } = await installMinistack(toolsDirectory, () => {}, new AbortController().signal);
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const folder = join(toolsDirectory, `clients-${wanted}`);
  if (!existsSync(folder)) await installInto(folder, python);
  return { python, env: { PYTHONPATH: folder }, aws: join(folder, 'bin', 'aws') };
};

const installInto = async (folder: string, python: string): Promise<void> => {
  const making = mkdtempSync(`${folder}-`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  await run(python, [...pip, '--requirement', requirements, '--target', making], { env: process.env });
  try {
    // in place at once and whole, so that no run finds half of it
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // another run was faster
    if (!existsSync(folder)) throw error;
  }
};
