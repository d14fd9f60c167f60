import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/settings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mandate-summary-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const summaryOf = (report: string, ...failedCommands: readonly string[]) => {
  const file = join(folder, 'report.json');
  writeFileSync(file, report);
  const script = join(REPOSITORY, '.ci', 'summary.ts');
  const { status, stdout } = spawnSync(process.execPath, [script, file, ...failedCommands], {
    encoding: 'utf8',
  });
  return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
};

const fileWith = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

const reportOf = (success: boolean, counts: readonly [number, number], ...testResults: readonly object[]) =>
  JSON.stringify({ success, numPassedTests: counts[0], numFailedTests: counts[1], testResults });

const PASSED = reportOf(true, [2, 0], fileWith('passed', 'passed', 'passed'));

describe('the last line of a run', () => {
  it('counts what passed', () => {
    expect(summaryOf(PASSED)).toEqual({ status: 0, lastLine: '2 passed, 0 failed' });
  });

  it.each([
    [
      'a test that failed',
      reportOf(false, [1, 1], fileWith('failed', 'passed', 'failed')),
      '1 passed, 1 failed',
    ],
    [
      'a file that cannot be loaded',
      reportOf(false, [1, 0], fileWith('passed', 'passed'), fileWith('failed')),
      '1 passed, 1 failed',
    ],
    [
      'a failure outside of tests',
      reportOf(false, [1, 0], fileWith('passed', 'passed')),
      '1 passed, 1 failed',
    ],
    ['a run that ended before its report', '', '0 passed, 1 failed'],
  ])('counts %s', (_, report, lastLine) => {
    expect(summaryOf(report)).toEqual({ status: 1, lastLine });
  });

  it('counts a command that failed', () => {
    expect(summaryOf(PASSED, 'npm run check')).toEqual({ status: 1, lastLine: '2 passed, 1 failed' });
  });
});
