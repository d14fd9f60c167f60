import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { measureApart } from '../../bench/apart/measure-apart.ts';

const script = join(import.meta.dirname, 'support', 'doubling-process.ts');

let log: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-apart-'));
  log = join(folder, 'logs', 'apart.log');
  return () => rmSync(folder, { recursive: true });
});

const double = (job: number, signal = new AbortController().signal, say?: (detail: string) => void) =>
  measureApart<number, number>({ script, job, env: { GREETING: 'hello' }, log, signal, ...(say && { say }) });

describe('measuring apart', () => {
  it('gives the answer of another process, which has nothing but the variables it is given', async () => {
    const said: string[] = [];

    const answer = await double(21, undefined, (detail) => said.push(detail));

    expect(answer).toBe(42);
    expect(said).toEqual(['doubling 21']);
    expect(readFileSync(log, 'utf8')).toBe('variable: hello, home: undefined\n');
  });

  it('tells what went wrong there, and where to read of it', async () => {
    await expect(double(-1)).rejects.toMatchObject({
      code: 'measuring-failed',
      message: 'a measuring process failed: below zero',
      resolution: `read ${log}`,
    });
    expect(readFileSync(log, 'utf8')).toContain('doubling-process.ts');
  });

  it('does not wait for a process that ended without an answer', async () => {
    await expect(double(0)).rejects.toThrow('it ended with 3');
  });

  it('ends with what it is part of', async () => {
    await expect(double(21, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
