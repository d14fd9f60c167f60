import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { startEnvironment, stopEnvironment } from './environment/environment.ts';
import { instanceAt } from './environment/instance.ts';
import { LocalError } from './environment/local-error.ts';
import { showLogs } from './environment/logs.ts';
import { type Progress, plainProgress, terminalProgress } from './environment/progress.ts';
import { status } from './environment/status.ts';
import { mintToken } from './environment/token.ts';

interface Common {
  readonly directory?: string;
  readonly json?: boolean;
}

interface Up extends Common {
  readonly port?: number;
  readonly redeploy?: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

function progressFor(json: boolean | undefined): Progress {
  if (json === true) return plainProgress(tell);
  return process.stdout.isTTY ? terminalProgress() : plainProgress(print);
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) tell('interrupted: ending what was started ...');
      controller.abort();
    });
  }
  return controller.signal;
}

async function runUp(options: Up, reset: boolean): Promise<void> {
  const since = performance.now();
  const { already, env } = await startEnvironment({
    directory: options.directory,
    progress: progressFor(options.json),
    signal: interruption(),
    gatePort: options.port,
    redeploy: options.redeploy,
    reset,
  });
  if (options.json === true) return print(JSON.stringify(env));
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  print(
    already
      ? 'The local environment is up already.'
      : pc.green(`The local environment is up after ${seconds} s.`),
  );
  print(
    `  AWS endpoint  ${env.endpointUrl} (enforces IAM)\n  API           ${env.apiUrl}\n  all of it     ${env.directory}/env.json`,
  );
  print('Try `npm run local -- token --workload coding-assistant`; end it with `npm run local -- down`.');
}

async function runStatus(options: Common): Promise<void> {
  const now = await status(instanceAt(options.directory));
  if (!now.up) process.exitCode = 1;
  if (options.json === true) return print(JSON.stringify(now));
  if (now.parts.length === 0)
    return print('The local environment is down. Start it with `npm run local -- up`.');
  for (const { part, condition, pid, url } of now.parts) {
    const shown = condition === 'up' ? pc.green(condition) : pc.red(condition);
    print(`${part.padEnd(10)} ${shown}  ${url}${pid === undefined ? '' : `  pid ${pid}`}`);
  }
  print(now.deployed ? 'The app is deployed.' : 'The app is not deployed.');
  if (!now.up) print('Mend it with `npm run local -- up`.');
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('it must be a whole number above 0');
  return Number(text);
}

const program = new Command('local')
  .description('Mandate on this machine, without an AWS account')
  .showHelpAfterError();
const command = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('--directory <folder>', 'where the environment keeps its files (default: .local)');

command('up', 'start everything, deploy the app, seed the sample company; mends what is down')
  .option('--json', 'print one JSON line on standard output, progress on standard error')
  .option('--port <port>', 'port of the AWS endpoint (default: 4566, or a free one)', wholeNumber)
  .option('--redeploy', 'deploy again although everything is up')
  .action((options: Up) => runUp(options, false));
command('down', 'end everything').action(async (options: Common) => {
  const { wasUp } = await stopEnvironment({ directory: options.directory });
  print(wasUp ? 'The local environment is down.' : 'The local environment was not up.');
});
command('status', 'what is up and what is not; exit code 1 unless all is up')
  .option('--json', 'as JSON')
  .action(runStatus);
command('reset', 'empty the emulator, then deploy and seed again')
  .option('--json', 'print one JSON line on standard output, progress on standard error')
  .action((options: Up) => runUp(options, true));
command('logs', 'what a part or a function said')
  .argument('[name]', 'ministack, gate, issuers, deploy, or a function such as mandate-broker', 'deploy')
  .option('--follow', 'go on until interrupted')
  .action((name: string, options: Common & { follow?: boolean }) =>
    showLogs(instanceAt(options.directory), name, options.follow === true, print),
  );
command('token', 'print a token of the local OIDC issuers')
  .option('--workload <agentId>', 'for the workload of an agent')
  .option('--human <ownerId>', 'for a person')
  .option('--group <name...>', 'group of the person, such as mandate-approver')
  .option('--lifetime <seconds>', 'seconds until it expires', wholeNumber, 3600)
  .action(
    async (options: Common & { workload?: string; human?: string; group?: string[]; lifetime: number }) =>
      print(await mintToken(instanceAt(options.directory), options)),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LocalError)) throw error;
  tell(pc.red(`${error.code}: ${error.message}`));
  tell(`→ ${error.resolution}`);
  process.exitCode = error.code === 'interrupted' ? 130 : 1;
}
