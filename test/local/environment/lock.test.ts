import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock, withLock } from '../../../local/environment/lock.ts';
import { identityOf } from '../../../local/environment/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const lockIn = (folder: string): string => join(folder, 'new', 'lock');

describe('the lock of an environment', () => {
  it('is held by one command at a time', () => {
    const file = lockIn(temporaryFolder());

    const release = takeLock(file);

    expect(() => takeLock(file)).toThrowError(
      expect.objectContaining({ code: 'busy', message: expect.stringContaining(String(process.pid)) }),
    );
    release();
    expect(takeLock(file)).toBeTypeOf('function');
  });

  it('is released when the work fails', async () => {
    const file = lockIn(temporaryFolder());

    const failing = withLock(file, () => Promise.reject(new Error('the work failed')));

    await expect(failing).rejects.toThrow('the work failed');
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over from a process that is gone', async () => {
    const file = join(temporaryFolder(), 'lock');
    const gone = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(gone, 'spawn');
    writeFileSync(file, JSON.stringify(identityOf(gone.pid ?? 0)));
    gone.kill('SIGKILL');
    await once(gone, 'exit');

    const outcome = await withLock(file, async () => 'done');

    expect(outcome).toBe('done');
  });

  it('is taken over where the process id belongs to another process by now', async () => {
    const file = join(temporaryFolder(), 'lock');
    writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));

    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
  });

  it('is taken over when it cannot be read', async () => {
    const file = join(temporaryFolder(), 'lock');
    writeFileSync(file, 'half a li');

    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
  });

  it('is waited for by the patient', async () => {
    const file = lockIn(temporaryFolder());
    const order: string[] = [];
    const release = takeLock(file);

    const waiting = withLock(file, async () => order.push('second'), { milliseconds: 10_000 });
    order.push('first');
    release();
    await waiting;

    expect(order).toEqual(['first', 'second']);
  });

  it('is not waited for after an interruption', async () => {
    const file = lockIn(temporaryFolder());
    const interruption = new AbortController();
    takeLock(file);

    const waiting = withLock(file, async () => 'done', {
      milliseconds: 10_000,
      signal: interruption.signal,
    });
    interruption.abort();

    await expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('is not waited for longer than that', async () => {
    const file = lockIn(temporaryFolder());
    takeLock(file);

    await expect(withLock(file, async () => 'done', { milliseconds: 1 })).rejects.toMatchObject({
      code: 'busy',
    });
  });
});
