import pc from 'picocolors';
import type { Expectation, PromiseKept, Verdict } from '../expectation.ts';
import { columns } from './columns.ts';

const WIDTHS = [2, 88];

/** The last thing on the screen. */
export const verdictLines = (verdict: Verdict): readonly string[] => [
  pc.bold('What was expected, and what was seen'),
  ...verdict.promises.map(promiseLine),
  ...verdict.failures.flatMap(failureLines),
];

const promiseLine = ({ promise, held, of }: PromiseKept): string => {
  const kept = held === of;
  return columns(
    [kept ? pc.green('✓') : pc.red('✗'), promise, (kept ? pc.green : pc.red)(`${held} of ${of}`)],
    WIDTHS,
  );
};

const failureLines = ({ claim, expected, seen, lookAt }: Expectation): readonly string[] => [
  `${pc.red(`✗ ${claim}:`)} expected ${pc.bold(expected)}, seen ${pc.bold(seen)}`,
  `  look at: ${lookAt}`,
];
