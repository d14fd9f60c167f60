import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../local/environment/instance.ts';

const HANDLERS = join(repository, 'lambdas', 'handlers');

/** The metrics that the functions write, from their code: each is billed for the hours in which it is written. */
export const metricNames = (): readonly string[] => {
  const files = readdirSync(HANDLERS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return namesIn(files.map((file) => readFileSync(join(HANDLERS, file), 'utf8')));
};

/** @param sources texts of TypeScript files */
export const namesIn = (sources: readonly string[]): readonly string[] => [
  ...new Set(
    sources.flatMap((text) => [...text.matchAll(/\baddMetric\(\s*'(\w+)'/g)].map(([, name = '']) => name)),
  ),
];
