/** A file of `docs/generated`: what the code says, written down for people and programs. */
export interface GeneratedFile {
  /** Relative to `docs/generated`, with `/`. */
  readonly path: string;
  readonly content: string;
}

export const jsonFile = (path: string, value: unknown): GeneratedFile => ({
  path,
  content: `${JSON.stringify(value, null, 2)}\n`,
});

/** A Markdown page; paragraphs are separated by empty lines. */
export const pageFile = (path: string, paragraphs: readonly string[]): GeneratedFile => ({
  path,
  content: `${['<!-- written by `npm run docs` from the code: do not edit -->', ...paragraphs].join('\n\n')}\n`,
});

/** A Markdown table. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
};

export const code = (text: string): string => `\`${text}\``;
