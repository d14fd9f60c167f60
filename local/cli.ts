import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { startEnvironment, stopEnvironment } from './environment/environment.ts';
import { endpointVariable } from './environment/foreign-emulator.ts';
import { instanceAt } from './environment/instance.ts';
import { LocalError } from './environment/local-error.ts';
import { showLogs } from './environment/logs.ts';
import { type Progress, plainProgress, terminalProgress } from './environment/progress.ts';
import { status } from './environment/status.ts';
import { mintToken } from './environment/token.ts';
import { defaultLifetimeSeconds } from './issuers/tokens.ts';
import { statusReport, upReport } from './report.ts';

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

const progressFor = (json: boolean | undefined): Progress => {
  if (json === true) return plainProgress(tell);
  return process.stdout.isTTY ? terminalProgress() : plainProgress(print);
};

const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) tell('interrupted: ending what was started ...');
      controller.abort();
    });
  }
  return controller.signal;
};

const runUp = async (options: Up, reset: boolean): Promise<void> => {
  const since = performance.now();
  const started = await startEnvironment({
    directory: options.directory,
    progress: progressFor(options.json),
    signal: interruption(),
    foreignEndpoint: process.env[endpointVariable] || undefined,
    gatePort: options.port,
    redeploy: options.redeploy,
    reset,
  });
  if (options.json === true) return print(JSON.stringify(started.env));
  for (const line of upReport(started, (performance.now() - since) / 1000)) print(line);
};

const runDown = async (options: Common): Promise<void> => {
  const { wasUp } = await stopEnvironment({ directory: options.directory });
  print(wasUp ? 'The local environment is down.' : 'The local environment was not up.');
};

const runStatus = async (options: Common): Promise<void> => {
  const now = await status(instanceAt(options.directory));
  if (!now.up) process.exitCode = 1;
  if (options.json === true) return print(JSON.stringify(now));
  for (const line of statusReport(now)) print(line);
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
};

const portNumber = (text: string): number => {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('It must be at most 65535.');
  return port;
};

const program = new Command('local')
  .description('Mandate on this machine, without an AWS account')
  .showHelpAfterError('Add --help to see what can be given.');
const command = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('--directory <folder>', 'where the environment keeps its files (default: .local)');

command('up', 'start everything, deploy the app, seed the sample company; mends what is down')
  .option('--json', 'print one JSON line on standard output, progress on standard error')
  .option('--port <port>', 'port of the AWS endpoint (default: 4566, or a free one)', portNumber)
  .option('--redeploy', 'deploy again although everything is up')
  .addHelpText(
    'after',
    `\nSet ${endpointVariable} to use a MiniStack that already runs: see local/README.md.`,
  )
  .action((options: Up) => runUp(options, false));
command('down', 'end everything').action(runDown);
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
    showLogs(instanceAt(options.directory), { name, follow: options.follow === true, print }),
  );
command('token', 'print a token of the local OIDC issuers')
  .option('--workload <agentId>', 'for the workload of an agent')
  .option('--human <ownerId>', 'for a person')
  .option('--group <name...>', 'group of the person, such as mandate-approver')
  .option('--lifetime <seconds>', 'seconds until it expires', wholeNumber, defaultLifetimeSeconds)
  .action(
    async (options: Common & { workload?: string; human?: string; group?: string[]; lifetime: number }) =>
      print(await mintToken(instanceAt(options.directory), options)),
  );

// a reader such as `head` that has seen enough is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** Such as a full disk, or a folder that belongs to someone else. */
const fileError = (error: unknown): LocalError | undefined =>
  error instanceof Error && 'syscall' in error && 'path' in error
    ? new LocalError('files-unusable', error.message, 'mend that, or give another folder with --directory')
    : undefined;

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof LocalError ? error : fileError(error);
  if (known === undefined) throw error;
  tell(pc.red(`${known.code}: ${known.message}`));
  tell(`→ ${known.resolution}`);
  process.exitCode = known.code === 'interrupted' ? 130 : 1;
}
