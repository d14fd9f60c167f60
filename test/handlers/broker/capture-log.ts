import { onTestFinished, vi } from 'vitest';

/** All that is written to the standard streams until the test ends: what Lambda takes for the log. */
export const captureLog = (): readonly string[] => {
  const chunks: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const write = vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      chunks.push(String(chunk));
      return true;
    });
    onTestFinished(() => write.mockRestore());
  }
  return chunks;
};
