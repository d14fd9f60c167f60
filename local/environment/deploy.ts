import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { accounts } from './accounts.ts';
import type { Admin } from './admin.ts';
import { cdkEnvironment } from './child-environment.ts';
import { type Instance, logFile, repository } from './instance.ts';
import { interrupted, LocalError } from './local-error.ts';
import { launch } from './processes.ts';
import { endPart } from './run-parts.ts';
import { type State, writeState } from './state.ts';

const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

/** One run of the real CDK CLI: every stack, in every account. */
const deployArguments = (instance: Instance): string[] => [
  'deploy',
  '--all',
  '--require-approval=never',
  '--concurrency=4',
  '--asset-parallelism=true',
  '--method=direct',
  '--progress=events',
  '--ci',
  '--no-notices',
  '--no-version-reporting',
  '--no-path-metadata',
  '--no-color',
  `--context=config=${instance.settingsFile}`,
  `--output=${instance.assembly}`,
  `--outputs-file=${instance.outputsFile}`,
];

export interface Watch {
  readonly say: (detail: string) => void;
  readonly signal: AbortSignal;
}

export async function deploy(instance: Instance, state: State, admin: Admin, watch: Watch): Promise<void> {
  const log = logFile(instance, 'deploy');
  const { identity, exited } = await launch({
    command: process.execPath,
    args: [cdk, ...deployArguments(instance)],
    cwd: repository,
    env: cdkEnvironment(process.env, instance.home, { ...admin, hubAccount: accounts.hub }),
    log,
  });
  state.processes.deploy = identity;
  writeState(instance.stateFile, state);
  const code = await follow(exited, log, watch);
  await endPart(instance, state, 'deploy');
  if (code !== 0) throw deployFailed(log);
}

async function follow(exited: Promise<number | null>, log: string, watch: Watch): Promise<number | null> {
  const running = Symbol('running');
  let told = 0;
  for (;;) {
    const outcome = await Promise.race([exited, sleep(100, running)]);
    if (watch.signal.aborted) throw interrupted();
    const news = readFileSync(log, 'utf8').split('\n').filter(isNews);
    for (const line of news.slice(told)) watch.say(line.trim());
    told = news.length;
    if (outcome !== running) return typeof outcome === 'symbol' ? null : outcome;
  }
}

// a stack that is done, or a resource that failed: the rest is for the log
const isNews = (line: string): boolean => /^\s*(✅|❌)|_FAILED/.test(line);

function deployFailed(log: string): LocalError {
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const telling = lines.filter((line) => /❌|_FAILED|[Ee]rror|not authorized/.test(line)).slice(-6);
  const shown = (telling.length > 0 ? telling : lines.slice(-6)).map((line) => line.trim().slice(0, 400));
  return new LocalError(
    'deploy-failed',
    `cdk deploy failed:\n  ${shown.join('\n  ')}`,
    `read ${log}; mend it, then run \`npm run local -- up\` again`,
  );
}

const outputsSchema = z.looseObject({ MandateControlPlane: z.looseObject({ ApiUrl: z.url() }) });

/** The id of the deployed HTTP API, which the emulator serves under a path instead of a host of its own. */
export function readApiId(instance: Instance): string {
  const outputs = outputsSchema.parse(JSON.parse(readFileSync(instance.outputsFile, 'utf8')));
  return new URL(outputs.MandateControlPlane.ApiUrl).hostname.split('.')[0] ?? '';
}
