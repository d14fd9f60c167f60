import { type Distribution, distributionOf } from '../figures/distribution.ts';
import type { FirstAnswer } from './first-answer.ts';

/** A first answer in a fresh process; each call starts one. */
export type ColdStart = () => Promise<FirstAnswer>;

/** Milliseconds from the beginning of the import. */
export interface ColdStartTimes {
  readonly imported: Distribution;
  readonly answered: Distribution;
}

/** Starts each as often, in turn, and another one first each time. */
export const measureColdStarts = async <Name extends string>(
  starts: Readonly<Record<Name, ColdStart>>,
  runs: number,
): Promise<Readonly<Record<Name, ColdStartTimes>>> => {
  const names = Object.keys(starts) as Name[];
  const answers = new Map<Name, FirstAnswer[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    const turn = run % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      answers.get(name)?.push(await starts[name]());
    }
  }
  const timesOf = (name: Name): ColdStartTimes => {
    const found = answers.get(name) ?? [];
    return {
      imported: distributionOf(found.map(({ imported }) => imported)),
      answered: distributionOf(found.map(({ answered }) => answered)),
    };
  };
  return Object.fromEntries(names.map((name) => [name, timesOf(name)])) as Record<Name, ColdStartTimes>;
};
