import type { Crossing } from './bindings.ts';
import type { Cell, Pair } from './matrix.ts';
import { KINDS } from './targets.ts';

export type TableRow = Readonly<Record<string, string>>;

const share = (denied: number, tried: number): string => `${denied}/${tried}`;

/** One pair of environments: what was denied of what was tried. */
export const rowOf = (
  { from, into }: Pair,
  cells: readonly Cell[],
  crossings: readonly Crossing[],
): TableRow => ({
  'agents of': from.environment.name,
  into: into.environment.name,
  ...Object.fromEntries(
    KINDS.map((kind) => {
      const those = cells.filter(({ target }) => target.kind === kind);
      return [kind, share(those.filter(({ allowed }) => !allowed).length, those.length)];
    }),
  ),
  bindings: share(crossings.filter(({ given }) => !given).length, crossings.length),
});

/** Lines with columns as wide as they have to be. */
export const tableOf = (rows: readonly TableRow[]): string => {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
