import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats an assertion until it holds, for what happens in its own time; its last failure is the test's. */
export const eventually = async <T>(assertion: () => Promise<T>, seconds = 30): Promise<T> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(100);
    }
  }
};
