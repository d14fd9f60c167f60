import type { Comparison } from '../figures/comparison.ts';
import type { Distribution } from '../figures/distribution.ts';
import { milliseconds, ratio, tableOf } from './markdown.ts';

const COLUMNS = ['min', 'median', 'p99'] as const;

const cellsOf = (distribution: Distribution): readonly string[] =>
  COLUMNS.map((column) => milliseconds(distribution[column]));

/** What was measured, its floor, and the ratio of both. */
export const comparisonTable = (
  { subject, floor }: Comparison,
  names: { readonly subject: string; readonly floor: string },
): string =>
  tableOf(
    [`${subject.runs} runs of each`, ...COLUMNS],
    [
      [names.subject, ...cellsOf(subject)],
      [names.floor, ...cellsOf(floor)],
      ['ratio', ...COLUMNS.map((column) => ratio(subject[column], floor[column]))],
      ['difference', ...COLUMNS.map((column) => milliseconds(subject[column] - floor[column]))],
    ],
  );
