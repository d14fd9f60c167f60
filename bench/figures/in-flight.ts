/** The `index`th task of a lane, both counted from 0. */
export type Task<T> = (turn: { readonly lane: number; readonly index: number }) => Promise<T>;

export interface Throughput<T> {
  readonly results: readonly T[];
  readonly perSecond: number;
}

/** Does `perLane` tasks in each of `lanes` lanes, each lane one after the other, all lanes at the same time. */
export const inFlight = async <T>(
  { lanes, perLane }: { readonly lanes: number; readonly perLane: number },
  task: Task<T>,
): Promise<Throughput<T>> => {
  const since = performance.now();
  const done = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane, perLane, task)));
  const seconds = (performance.now() - since) / 1000;
  const results = done.flat();
  return { results, perSecond: results.length / seconds };
};

const runLane = async <T>(lane: number, count: number, task: Task<T>): Promise<readonly T[]> => {
  const results: T[] = [];
  for (let index = 0; index < count; index += 1) results.push(await task({ lane, index }));
  return results;
};

/** Works on all items, `lanes` of them at a time. */
export const each = async <T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    // all lanes take from the same iterator
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};
