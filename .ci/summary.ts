import { readFileSync } from 'node:fs';

/**
 * `node .ci/summary.ts <report> [<command that failed> ...]`: prints `N passed, N failed` from the JSON report of vitest
 * and the commands; exit status 1 if anything failed.
 */

interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: 'passed' | 'failed';
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const readReport = (file: string): Report | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Files that failed as a whole, such as one that cannot be loaded: they have no test that failed. */
const failedFiles = ({ testResults }: Report): number =>
  testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;

/** A run that failed in none of its tests failed beside them, in a set-up for example. */
const failuresIn = (report: Report | undefined): number => {
  if (report === undefined) return 1;
  const counted = report.numFailedTests + failedFiles(report);
  return counted === 0 && !report.success ? 1 : counted;
};

const [file = '', ...failedCommands] = process.argv.slice(2);
const report = readReport(file);
const failed = failuresIn(report) + failedCommands.length;
for (const command of failedCommands) console.log(`failed: ${command}`);
console.log(`${report?.numPassedTests ?? 0} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
