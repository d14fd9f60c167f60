import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { REPOSITORY } from '../support/settings.ts';

const DOCUMENTS = [
  ...readdirSync(REPOSITORY).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

const found = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, first = '']) => first);

/** Targets of links that stay in the repository. */
const linksIn = (text: string): readonly string[] =>
  found(text, /\]\(([^)#\s]+)[^)]*\)/g).filter((target) => !/^[a-z]+:/.test(target));

/** Paths in code spans; what has a placeholder or a wildcard is an example. */
const pathsIn = (text: string): readonly string[] =>
  found(text, /`((?:bin|docs|lambdas|lib|local|profiles|test|\.ci)\/[^`\s]*)`/g).filter(
    (path) => !/[<*…]/.test(path),
  );

/** A test may be named without its ending. */
const isThere = (path: string): boolean =>
  [path, `${path}.test.ts`].some((name) => existsSync(join(REPOSITORY, name)));

const scriptsIn = (text: string): readonly string[] => found(text, /npm run ([a-z:]+)/g);

describe.each(DOCUMENTS)('%s', (document) => {
  const text = readFileSync(join(REPOSITORY, document), 'utf8');

  it('links to what is there', () => {
    const folder = join(REPOSITORY, dirname(document));

    expect(linksIn(text).filter((target) => !existsSync(resolve(folder, target)))).toEqual([]);
  });

  it('names paths that are there', () => {
    expect(pathsIn(text).filter((path) => !isThere(path))).toEqual([]);
  });

  it('names scripts that are there', () => {
    expect(scriptsIn(text).filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });
});

describe('the search in documents', () => {
  const text = 'See [it](docs/nowhere.md#part), `lib/nowhere.ts`, `lib/<name>.ts` and `npm run nothing`.';

  it('finds links, paths and scripts, and no example', () => {
    expect(linksIn(text)).toEqual(['docs/nowhere.md']);
    expect(pathsIn(text)).toEqual(['lib/nowhere.ts']);
    expect(scriptsIn(text)).toEqual(['nothing']);
  });
});
