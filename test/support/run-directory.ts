import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDirectory } from '../../local/environment/instance.ts';

/** A private directory for what one run of the tests starts. */
export interface RunDirectory {
  readonly path: string;
  /** Ends the environment in it and removes it. Without this call both happen when the run ends, even if it is killed. */
  end(): Promise<void>;
}

const keeperScript = join(import.meta.dirname, 'end-with-run.ts');

/** @param kind names it, and the folder in `.local/last-test-run` where its logs are kept */
export const runDirectory = (kind: string): RunDirectory => {
  const path = mkdtempSync(join(tmpdir(), `mandate-test-${kind}-`));
  const logs = join(defaultDirectory, 'last-test-run', kind);
  // vitest skips its teardown on Ctrl-C, and nothing runs after `kill -9`: a process of its own sees either
  const keeper = spawn(process.execPath, [keeperScript, path, logs], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  keeper.unref();
  const ended = once(keeper, 'exit');
  return {
    path,
    end: async () => {
      // without this the process of the tests would end first, and leave processes behind for a moment
      keeper.ref();
      keeper.stdin.end();
      const [code] = await ended;
      if (code !== 0) throw new Error(`the environment in ${path} could not be ended: see above`);
    },
  };
};
