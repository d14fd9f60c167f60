/** Times of many runs of the same thing, in milliseconds. */
export interface Distribution {
  readonly runs: number;
  readonly min: number;
  readonly median: number;
  /** Of fewer than a hundred runs it is the longest. */
  readonly p99: number;
  readonly max: number;
}

/** @param samples at least one, in any order */
export const distributionOf = (samples: readonly number[]): Distribution => {
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    runs: sorted.length,
    min: quantile(sorted, 0),
    median: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  };
};

export const medianOf = (samples: readonly number[]): number => distributionOf(samples).median;

/** The smallest sample that at least this share of all does not exceed: always one that was measured. */
const quantile = (sorted: readonly number[], share: number): number => {
  const found = sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)];
  if (found === undefined) throw new RangeError('there are no samples');
  return found;
};
