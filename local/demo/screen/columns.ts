import { stripVTControlCharacters } from 'node:util';

/** One indented line; what is wider than its column pushes the rest. @param widths of all columns but the last */
export const columns = (cells: readonly string[], widths: readonly number[]): string => {
  const padded = cells.map((cell, index) => pad(cell, widths[index] ?? 0));
  return `  ${padded.join('')}`.trimEnd();
};

// colours take no room
const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stripVTControlCharacters(text).length));

export const seconds = (milliseconds: number, digits = 2): string =>
  `${(milliseconds / 1000).toFixed(digits)} s`;
