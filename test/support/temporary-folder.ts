import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the running test, removed when it ends. */
export const temporaryFolder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'mandate-unit-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
