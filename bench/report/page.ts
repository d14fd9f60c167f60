import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../local/environment/instance.ts';
import { type Measured, paragraphsOf } from './measured.ts';

export const PAGE = join('docs', 'performance.md');

/** The page lost the place of a section. */
export class PlaceMissingError extends Error {
  override readonly name = 'PlaceMissingError';
  readonly code = 'place-missing';
  readonly resolution: string;

  constructor(name: string) {
    super(`${PAGE} has no place for the figures of ${name}`);
    this.resolution = `add the lines ${begin(name)} and ${end(name)} where they belong`;
  }
}

const begin = (name: string): string => `<!-- bench:${name} -->`;
const end = (name: string): string => `<!-- /bench:${name} -->`;

/** The page, with what stands between the marks of a section replaced. @throws PlaceMissingError */
export const withSection = (page: string, name: string, paragraphs: readonly string[]): string => {
  const from = page.indexOf(begin(name));
  const to = page.indexOf(end(name));
  if (from < 0 || to < from) throw new PlaceMissingError(name);
  const kept = [page.slice(0, from + begin(name).length), page.slice(to)];
  return kept.join(`\n\n${paragraphs.join('\n\n')}\n\n`);
};

/** Puts what was measured in its place on the page. */
export const writePage = (measured: Measured): void => {
  const file = join(repository, PAGE);
  const { name } = measured.section;
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), name, paragraphsOf(measured)));
};
