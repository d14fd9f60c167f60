import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/settings.ts';
import { sourceFiles } from './source-files.ts';

interface ErrorClass {
  readonly name: string;
  readonly file: string;
  readonly body: string;
}

const DECLARATION = /^(?:export )?class (?<name>\w+) extends \w*Error\b.*\{\n(?<body>(?:.*\n)*?)^\}/gm;

const errorClassesIn = (file: string, text: string): readonly ErrorClass[] =>
  [...text.matchAll(DECLARATION)].map(({ groups }) => ({
    name: String(groups?.['name']),
    file,
    body: String(groups?.['body']),
  }));

const errorClasses = (...folders: readonly string[]): readonly ErrorClass[] =>
  sourceFiles(folders).flatMap((file) => errorClassesIn(file, readFileSync(join(REPOSITORY, file), 'utf8')));

const declares = ({ body }: ErrorClass, member: string): boolean =>
  new RegExp(`^ {2}(override )?readonly ${member}\\b`, 'm').test(body);

const named = (classes: readonly ErrorClass[]) =>
  classes.map((each) => [each.name, each.file, each] as const);

const shipped = errorClasses('lambdas', 'lib', 'cli');

describe.each(named(shipped))('%s of %s', (name, _, errorClass) => {
  it('is named after what it is', () => {
    expect(name).toMatch(/Error$/);
  });

  it('has a stable code', () => {
    expect(declares(errorClass, 'code')).toBe(true);
  });
});

/** Whoever synthesizes, or works at a terminal, sees these. */
describe.each(named(errorClasses('lib', 'cli')))('%s of %s', (_, __, errorClass) => {
  it('says what to do', () => {
    expect(declares(errorClass, 'resolution') || declares(errorClass, 'problems')).toBe(true);
  });
});

describe('the search for error classes', () => {
  it('finds those that are there', () => {
    expect(shipped.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ForeignRoleError', 'SettingsError']),
    );
  });

  it('sees what is missing', () => {
    const [found] = errorClassesIn(
      'a.ts',
      "export class Wrong extends Error {\n  readonly reason = 'x';\n}\n",
    );

    expect(found?.name).toBe('Wrong');
    expect(found && declares(found, 'code')).toBe(false);
  });
});
