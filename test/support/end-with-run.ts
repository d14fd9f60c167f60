import { cpSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { down } from '../../local/environment/down.ts';
import { instanceAt } from '../../local/environment/instance.ts';
import { withLock } from '../../local/environment/lock.ts';

/**
 * `node end-with-run.ts <directory> <logs>`: ends the environment in this directory once standard input ends, which it
 * does however the run of the tests that holds it ends. What it said stays in `logs` until the next run.
 */

const [directory = '', logs = ''] = process.argv.slice(2);
const instance = instanceAt(directory);
/** A run that is killed while it starts something may still hold the lock for a moment. */
const patienceMilliseconds = 30_000;

const keepLogs = (): void => {
  rmSync(logs, { recursive: true, force: true });
  for (const kept of [instance.logs, instance.callLog]) {
    if (existsSync(kept)) cpSync(kept, join(logs, basename(kept)), { recursive: true });
  }
};

process.stdin.resume();
process.stdin.once('close', async () => {
  await withLock(instance.lockFile, () => down(instance), { milliseconds: patienceMilliseconds });
  keepLogs();
  rmSync(instance.directory, { recursive: true, force: true });
});
