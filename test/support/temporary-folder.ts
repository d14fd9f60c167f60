import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Takes what has to be done at the end: of a test, or of all tests of a file. */
export type AtEnd = (work: () => Promise<void> | void) => void;

/** A folder that is removed at the end. */
export const temporaryFolder = (atEnd: AtEnd = onTestFinished): string => {
  const path = mkdtempSync(join(tmpdir(), 'mandate-unit-'));
  atEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
