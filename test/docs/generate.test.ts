import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/settings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mandate-docs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const generate = (...options: readonly string[]) =>
  spawnSync(process.execPath, [join(REPOSITORY, 'docs', 'generate.ts'), '--folder', folder, ...options], {
    encoding: 'utf8',
  });

describe('the check of the generated documents', () => {
  beforeEach(() => {
    expect(generate().status).toBe(0);
  });

  it('passes on what was just written', () => {
    const { status, stderr } = generate('--check');

    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.each([
    ['differs', 'guardrails.md', (path: string) => writeFileSync(path, 'other')],
    ['is missing', join('events', 'in', 'owner-left.schema.json'), (path: string) => rmSync(path)],
    [
      'belongs to nothing',
      join('events', 'in', 'gone.schema.json'),
      (path: string) => writeFileSync(path, '{}'),
    ],
  ])('fails on a file that %s, and says which and what to do', (_, path, spoil) => {
    spoil(join(folder, path));

    const { status, stderr } = generate('--check');

    expect(status).toBe(1);
    expect(stderr).toBe(
      `${join(folder, path)} is not what the code says\n→ run \`npm run docs\` and commit what it writes\n`,
    );
  });
});
