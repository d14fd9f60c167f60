import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { compare } from '../../bench/figures/comparison.ts';
import { distributionOf } from '../../bench/figures/distribution.ts';
import { each, inFlight } from '../../bench/figures/in-flight.ts';

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('a distribution', () => {
  it('is of samples that were measured, whatever their order', () => {
    const samples = upTo(200).toSorted((a, b) => ((a * 7919) % 200) - ((b * 7919) % 200));

    expect(distributionOf(samples)).toEqual({ runs: 200, min: 1, median: 100, p99: 198, max: 200 });
  });

  it('has its longest as p99 when there are few', () => {
    expect(distributionOf(upTo(99)).p99).toBe(99);
    expect(distributionOf([3])).toEqual({ runs: 1, min: 3, median: 3, p99: 3, max: 3 });
  });

  it('is not there without samples', () => {
    expect(() => distributionOf([])).toThrow('no samples');
  });
});

describe('a comparison', () => {
  it('takes turns, and lets the other go first each time', async () => {
    const turns: string[] = [];
    const run = (name: string, takes: number) => async (index: number) => {
      turns.push(`${name}${index}`);
      return takes;
    };

    const { subject, floor } = await compare(3, { subject: run('s', 12), floor: run('f', 10) });

    expect(turns).toEqual(['s0', 'f0', 'f1', 's1', 's2', 'f2']);
    expect(subject).toMatchObject({ runs: 3, median: 12 });
    expect(floor).toMatchObject({ runs: 3, median: 10 });
  });
});

/** How many are under way at once, at most. */
const watched = () => {
  let [now, most] = [0, 0];
  return {
    most: () => most,
    task: async () => {
      now += 1;
      most = Math.max(most, now);
      await sleep(1);
      now -= 1;
    },
  };
};

describe('work in flight', () => {
  it('keeps as many under way as there are lanes, and each lane in its order', async () => {
    const { most, task } = watched();
    const turns: string[] = [];

    const { results, perSecond } = await inFlight({ lanes: 3, perLane: 4 }, async ({ lane, index }) => {
      turns.push(`${lane}/${index}`);
      await task();
      return lane;
    });

    expect(most()).toBe(3);
    expect(results).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect(turns.filter((turn) => turn.startsWith('1/'))).toEqual(['1/0', '1/1', '1/2', '1/3']);
    expect(perSecond).toBeGreaterThan(0);
  });

  it('does each of some items once', async () => {
    const { most, task } = watched();
    const done: number[] = [];

    await each(upTo(10), 4, async (item) => {
      await task();
      done.push(item);
    });

    expect(done.toSorted((a, b) => a - b)).toEqual(upTo(10));
    expect(most()).toBe(4);
  });
});
