import { Command } from 'commander';
import pc from 'picocolors';
import { endpointVariable } from '../environment/foreign-emulator.ts';
import { LocalError } from '../environment/local-error.ts';
import { type Progress, plainProgress, terminalProgress } from '../environment/progress.ts';
import { interruption } from './interruption.ts';
import { endReport, jsonReport } from './report.ts';
import { type DemoOptions, runDemo } from './run-demo.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const printAll = (lines: readonly string[]): void => {
  for (const line of lines) print(line);
};

const { keep = false, json = false } = new Command('npm run demo --')
  .description(
    'Mandate, told as a story: agents come to life, work, and lose their access when its reason ends.',
  )
  .option('--keep', 'leave the environment up at the end, and say how to go on')
  .option('--json', 'print one JSON result on standard output, progress on standard error')
  .addHelpText(
    'after',
    `
It runs an environment of its own in .local/demo, on free ports, and takes it down at the end.
Exit status: 0 when every expectation holds, 1 when not, 130 when interrupted.
Set ${endpointVariable} to use a MiniStack that already runs.`,
  )
  .parse()
  .opts<{ keep?: boolean; json?: boolean }>();

const progressHere = (): Progress => {
  if (json) return plainProgress(tell);
  return process.stdout.isTTY ? terminalProgress() : plainProgress(print);
};

const signal = interruption();
signal.addEventListener('abort', () => tell('interrupted: ending what was started ...'));

const options: DemoOptions = {
  keep,
  signal,
  progress: progressHere(),
  show: json ? () => {} : printAll,
  foreignEndpoint: process.env[endpointVariable] || undefined,
};

try {
  const result = await runDemo(options);
  if (json) print(jsonReport(result));
  else printAll(endReport(result));
  process.exitCode = result.verdict.passed ? 0 : 1;
} catch (error) {
  if (!(error instanceof LocalError)) throw error;
  if (signal.aborted) tell('interrupted: nothing was left running');
  else tell(`${pc.red(`${error.code}: ${error.message}`)}\n→ ${error.resolution}`);
  process.exitCode = signal.aborted ? 130 : 1;
}
