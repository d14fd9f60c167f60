import { describe, expect, it } from 'vitest';
import { plainProgress, silent } from '../../../local/environment/progress.ts';

describe('progress in lines', () => {
  it('tells what begins, what happens, and how long it took', async () => {
    const lines: string[] = [];

    const result = await plainProgress((line) => lines.push(line)).step('Deploy', async (say) => {
      say('one of two');
      return 'deployed';
    });

    expect(result).toBe('deployed');
    expect(lines).toEqual([
      'Deploy ...',
      '  one of two',
      expect.stringMatching(/^Deploy: done in \d+\.\d s$/),
    ]);
  });

  it('tells what failed, and leaves the error to the caller', async () => {
    const lines: string[] = [];

    const step = plainProgress((line) => lines.push(line)).step('Deploy', async () => {
      throw new Error('no way');
    });

    await expect(step).rejects.toThrow('no way');
    expect(lines.at(-1)).toMatch(/^Deploy: failed after \d+\.\d s$/);
  });
});

describe('silent progress', () => {
  it('does the work all the same', async () => {
    await expect(silent.step('Deploy', async () => 'deployed')).resolves.toBe('deployed');
  });
});
