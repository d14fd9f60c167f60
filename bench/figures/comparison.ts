import { type Distribution, distributionOf } from './distribution.ts';

/** The same number of runs of what is measured and of the least that it could cost. */
export interface Comparison {
  readonly subject: Distribution;
  readonly floor: Distribution;
}

/** Does one run and says how many milliseconds it took: what it prepares first does not count. */
export type TimedRun = (run: number) => Promise<number>;

/** Runs both in turn, so that whatever else the machine does hits either alike; who goes first alternates. */
export const compare = async (
  runs: number,
  { subject, floor }: { readonly subject: TimedRun; readonly floor: TimedRun },
): Promise<Comparison> => {
  const samples = { subject: [] as number[], floor: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    const turns = [
      async () => void samples.subject.push(await subject(run)),
      async () => void samples.floor.push(await floor(run)),
    ];
    for (const turn of run % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  return { subject: distributionOf(samples.subject), floor: distributionOf(samples.floor) };
};

/** How many milliseconds it takes. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const since = performance.now();
  await work();
  return performance.now() - since;
};
