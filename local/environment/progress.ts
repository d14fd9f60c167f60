import { Listr, type ListrTask } from 'listr2';

/** Tells what is done while it is done, and how long it took. */
export interface Progress {
  step<T>(title: string, work: (say: (detail: string) => void) => Promise<T>): Promise<T>;
}

export const silent: Progress = { step: (_, work) => work(() => {}) };

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** One line per beginning and end: for logs, pipes and CI. */
export function plainProgress(write: (line: string) => void): Progress {
  return {
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
  };
}

/** Spinners, for a terminal. */
export function terminalProgress(): Progress {
  return {
    async step<T>(title: string, work: (say: (detail: string) => void) => Promise<T>): Promise<T> {
      const since = performance.now();
      const outcome: { value?: T } = {};
      const task: ListrTask = {
        title,
        task: async (_, shown) => {
          outcome.value = await work((detail) => {
            shown.output = detail;
          });
          shown.title = `${title} (${seconds(since)})`;
        },
      };
      // listr2 would catch Ctrl-C itself and leave what was started behind
      await new Listr([task], {
        registerSignalListeners: false,
        rendererOptions: { collapseErrors: true },
      }).run();
      return outcome.value as T;
    },
  };
}
