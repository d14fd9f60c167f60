/** How often each thing was used; what is not named was not. */
export type Counts = Readonly<Record<string, number>>;

/** Adds up what is used while it is used. */
export class Counter {
  readonly #counts = new Map<string, number>();

  add(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  /** All so far, and begins anew. */
  take(): Counts {
    const counts = Object.fromEntries(this.#counts);
    this.#counts.clear();
    return counts;
  }
}

export const countOf = (counts: Counts, name: string): number => counts[name] ?? 0;

/** Both together, the second `times` as often. */
export const plus = (one: Counts, other: Counts, times = 1): Counts => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...names].map((name) => [name, countOf(one, name) + times * countOf(other, name)]),
  );
};

export const dividedBy = (counts: Counts, divisor: number): Counts =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / divisor]));
