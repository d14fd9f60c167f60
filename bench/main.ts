import { Argument, Command } from 'commander';
import pc from 'picocolors';
import { LocalError } from '../local/environment/local-error.ts';
import { type Progress, plainProgress, terminalProgress } from '../local/environment/progress.ts';
import { MeasuringError } from './apart/measure-apart.ts';
import type { Section } from './bench.ts';
import { circumstances } from './report/machine.ts';
import { type Measured, paragraphsOf } from './report/measured.ts';
import { PAGE, writePage } from './report/page.ts';
import { SECTIONS } from './sections.ts';

interface Options {
  readonly quick?: boolean;
  readonly json?: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const progressFor = (json: boolean): Progress =>
  process.stdout.isTTY && !json ? terminalProgress() : plainProgress(tell);

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

const runSections = async (
  chosen: readonly Section[],
  { quick = false, json = false }: Options,
): Promise<void> => {
  const bench = { quick, progress: progressFor(json), signal: interruption() };
  const all: Measured[] = [];
  for (const section of chosen) {
    tell(pc.bold(section.title));
    const measured = { section, where: circumstances(), found: await section.run(bench), quick };
    all.push(measured);
    if (!json) print(`\n${paragraphsOf(measured).join('\n\n')}\n`);
    // what few runs say is not worth keeping
    if (!quick) writePage(measured);
  }
  if (json) print(JSON.stringify(all.map(figuresOf)));
  if (!quick) tell(`written to ${PAGE}`);
};

const figuresOf = ({ section, where, found, quick }: Measured) => ({
  section: section.name,
  quick,
  where,
  figures: found.figures,
});

const program = new Command('bench')
  .description('Measures Mandate on this machine, each figure beside the least that it could be')
  .addArgument(
    new Argument('[section...]', 'what to measure (default: all)').choices(SECTIONS.map(({ name }) => name)),
  )
  .option('--quick', 'few runs, and docs/performance.md stays as it is: to see that it works')
  .option('--json', 'print the figures as one line of JSON, progress on standard error')
  .showHelpAfterError('Add --help to see what can be given.')
  .action(async (names: readonly string[], options: Options) => {
    const chosen = SECTIONS.filter(({ name }) => names.length === 0 || names.includes(name));
    await runSections(chosen, options);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LocalError || error instanceof MeasuringError)) throw error;
  const interrupted = error.code === 'interrupted';
  tell(pc.red(`${error.code}: ${error.message}`));
  tell(interrupted ? '→ nothing was left running' : `→ ${error.resolution}`);
  process.exitCode = interrupted ? 130 : 1;
}
