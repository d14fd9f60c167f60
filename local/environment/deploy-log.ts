/** What the CDK CLI writes, read for people. The whole of it stays in the log. */

const shownLines = 20;
const shownCharacters = 400;

/** What is worth saying while it works: nothing or one line for each line of the log. */
export const newsIn = (line: string): string[] => {
  const synthesized = /Synthesis time: (\S+?)s$/.exec(line)?.[1];
  if (synthesized !== undefined) return [`synthesized in ${Number(synthesized).toFixed(1)} s`];
  const deployed = /^\s*✅\s+(\S+)/.exec(line)?.[1];
  if (deployed !== undefined) return [`${deployed} is deployed`];
  return /❌|_FAILED/.test(line) ? [line.trim()] : [];
};

/** The lines that say why it failed. */
export const reasonsIn = (log: string): string[] => {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const appEnded = lines.findIndex((line) => line.includes('Subprocess exited with error'));
  // the app says itself what is wrong, in as many lines as it needs
  if (appEnded > 0) return shortened(lines.slice(0, appEnded));
  const telling = lines.filter((line) => /❌|‣|_FAILED|[Ee]rror|not authorized/.test(line));
  return shortened(telling.length > 0 ? telling : lines);
};

const shortened = (lines: readonly string[]): string[] =>
  lines.slice(-shownLines).map((line) => line.trimEnd().slice(0, shownCharacters));
