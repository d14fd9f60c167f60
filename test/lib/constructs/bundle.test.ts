import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BundleError, bundleEntry, writeBundle } from '../../../lib/constructs/bundle.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mandate-bundle-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const entry = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const GOOD =
  'export const handler = async (): Promise<string> => { const answer = "done"; return answer; };\n';

describe('a bundle', () => {
  it('is one minified ES module that runs, with what went into it', async () => {
    const { code, metafile } = bundleEntry(entry('good.ts', GOOD));
    const module = entry('good.mjs', new TextDecoder().decode(code));

    const { handler } = await import(pathToFileURL(module).href);

    expect(await handler()).toBe('done');
    expect(code.length).toBeLessThan(GOOD.length);
    expect(Object.keys(metafile.inputs)).toEqual([expect.stringContaining('good.ts')]);
  });

  it('gives require to a CommonJS dependency that needs it, and to no other', async () => {
    entry(
      'old.cjs',
      'const name = "node:os"; exports.read = () => require("node:os").EOL + require(name).EOL;',
    );
    const { code } = bundleEntry(
      entry('needs.ts', 'import old from "./old.cjs";\nexport const handler = () => old.read();'),
    );
    const text = new TextDecoder().decode(code);

    const { handler } = await import(pathToFileURL(entry('needs.mjs', text)).href);

    expect(handler()).toBe('\n\n');
    expect(text).toContain('createRequire');
    expect(new TextDecoder().decode(bundleEntry(entry('plain.ts', GOOD)).code)).not.toContain(
      'createRequire',
    );
  });

  it('is written with its deployment file into a folder named after both', () => {
    const file = entry('written.ts', GOOD);
    const first = writeBundle(join(folder, 'out'), 'broker', file, '{"a":1}');

    expect(readdirSync(first).sort()).toEqual(['deployment.json', 'index.mjs']);
    expect(readFileSync(join(first, 'deployment.json'), 'utf8')).toBe('{"a":1}');
    expect(writeBundle(join(folder, 'out'), 'broker', file, '{"a":1}')).toBe(first);
    expect(writeBundle(join(folder, 'out'), 'broker', file, '{"a":2}')).not.toBe(first);
  });

  it('is refused for a missing entry and for code that does not build, saying where', () => {
    expect(() => bundleEntry(join(folder, 'none.ts'))).toThrow(/there is no Lambda entry at .*none\.ts/);
    expect(() => bundleEntry(entry('wrong.ts', 'import { x } from "./nowhere.ts"; x();'))).toThrow(
      BundleError,
    );
    expect(() => bundleEntry(entry('broken.ts', 'export const = 1;'))).toThrow(
      /broken\.ts cannot be bundled/,
    );
  });
});
