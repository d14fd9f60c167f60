import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { accounts } from './accounts.ts';
import type { Admin } from './admin.ts';
import { cdkEnvironment } from './child-environment.ts';
import { newsIn, reasonsIn } from './deploy-log.ts';
import { type Instance, logFile, repository } from './instance.ts';
import { LocalError } from './local-error.ts';
import { launch, untilExit } from './processes.ts';
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

export interface Deployment {
  readonly admin: Admin;
  readonly say: (detail: string) => void;
  readonly signal: AbortSignal;
}

export const deploy = async (instance: Instance, state: State, deployment: Deployment): Promise<void> => {
  const log = logFile(instance, 'deploy');
  const { identity, exited } = await launch({
    command: process.execPath,
    args: [cdk, ...deployArguments(instance)],
    cwd: repository,
    env: cdkEnvironment(process.env, instance.home, { ...deployment.admin, hubAccount: accounts.hub }),
    log,
  });
  state.processes.deploy = identity;
  writeState(instance.stateFile, state);
  const code = await untilExit(exited, deployment.signal, newsTeller(log, deployment.say));
  await endPart(instance, state, 'deploy');
  if (code !== 0) throw deployFailed(log);
};

/** Tells what is new in the log each time it is called. */
const newsTeller = (log: string, say: (news: string) => void): (() => void) => {
  let told = 0;
  return () => {
    const news = readFileSync(log, 'utf8').split('\n').slice(0, -1).flatMap(newsIn);
    for (const line of news.slice(told)) say(line);
    told = news.length;
  };
};

const deployFailed = (log: string): LocalError =>
  new LocalError(
    'deploy-failed',
    ['cdk deploy failed:', ...reasonsIn(readFileSync(log, 'utf8'))].join('\n  '),
    `read ${log}; mend it, then run \`npm run local -- up\` again`,
  );

const outputsSchema = z.looseObject({ MandateControlPlane: z.looseObject({ ApiUrl: z.url() }) });

/** The id of the deployed HTTP API, which the emulator serves under a path instead of a host of its own. */
export const readApiId = (instance: Instance): string => {
  const outputs = outputsSchema.parse(JSON.parse(readFileSync(instance.outputsFile, 'utf8')));
  return new URL(outputs.MandateControlPlane.ApiUrl).hostname.split('.')[0] ?? '';
};
