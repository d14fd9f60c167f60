import { Listr, type ListrTask } from 'listr2';
import pc from 'picocolors';

type Work<T> = (say: (detail: string) => void) => Promise<T>;

/** Tells what is done while it is done, and how long it took. */
export interface Progress {
  step<T>(title: string, work: Work<T>): Promise<T>;
}

export const silent: Progress = { step: (_, work) => work(() => {}) };

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** One line per beginning and end: for logs, pipes and CI. */
export const plainProgress = (write: (line: string) => void): Progress => ({
  async step(title, work) {
    const since = performance.now();
    write(`${title} ...`);
    try {
      const result = await work((detail) => write(`  ${detail}`));
      write(`${title}: done in ${seconds(since)}`);
      return result;
    } catch (error) {
      write(`${title}: failed after ${seconds(since)}`);
      throw error;
    }
  },
});

/** Spinners, for a terminal. */
export const terminalProgress = (): Progress => ({
  async step<T>(title: string, work: Work<T>): Promise<T> {
    const since = performance.now();
    const results: T[] = [];
    const task: ListrTask = {
      title,
      task: async (_, shown) => {
        results.push(
          await work((detail) => {
            shown.output = detail;
          }),
        );
        shown.title = `${title} ${pc.dim(seconds(since))}`;
      },
    };
    // who called says what went wrong; and listr2 would catch Ctrl-C itself and leave what was started behind
    const rendererOptions = { showErrorMessage: false, collapseErrors: false };
    await new Listr([task], { registerSignalListeners: false, rendererOptions }).run();
    const [result] = results;
    return result as T;
  },
});
