/** A Markdown table; cells hold no pipe. Columns after the first are aligned to the right. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const aligned = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(head), line(aligned), ...rows.map(line)].join('\n');
};

export const listOf = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

/** Milliseconds, with three digits. */
export const milliseconds = (value: number): string => {
  const digits = [2, 1].find((count) => Math.abs(value).toFixed(count).length <= 'x.yz'.length) ?? 0;
  return `${value.toFixed(digits)} ms`;
};

export const whole = (value: number): string => Math.round(value).toLocaleString('en');

export const ratio = (subject: number, floor: number): string => (subject / floor).toFixed(2);

export const percent = (share: number): string =>
  `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

/** Whether a ratio is what it is meant to be, in words. */
export const verdict = (value: number, limit: number): string =>
  value <= limit ? `within ${limit}` : `**over ${limit}**`;
