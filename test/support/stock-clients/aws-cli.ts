import { execFile } from 'node:child_process';
import type { PythonClients } from './install.ts';

export interface CliAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the AWS CLI. @param env all of its environment */
export const awsCli = (
  { python, aws, env: own }: PythonClients,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CliAnswer> =>
  new Promise((resolve) => {
    execFile(python, [aws, ...args], { env: { ...env, ...own } }, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
      resolve({ exitCode, stdout, stderr });
    });
  });
