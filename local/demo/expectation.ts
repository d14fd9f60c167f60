/** What had to be so, and what was. It holds when both are the same text. */
export interface Expectation {
  /** What it proves, with others: a row of the last table. */
  readonly promise: string;
  readonly claim: string;
  readonly expected: string;
  readonly seen: string;
  /** Where to look when it does not hold. */
  readonly lookAt: string;
}

export const holds = ({ expected, seen }: Expectation): boolean => expected === seen;

export interface PromiseKept {
  readonly promise: string;
  readonly held: number;
  readonly of: number;
}

export interface Verdict {
  readonly passed: boolean;
  readonly promises: readonly PromiseKept[];
  readonly failures: readonly Expectation[];
}

/** Nothing expected is no success. */
export const verdictOn = (expectations: readonly Expectation[]): Verdict => {
  const promises = [...new Set(expectations.map(({ promise }) => promise))];
  const failures = expectations.filter((each) => !holds(each));
  return {
    passed: expectations.length > 0 && failures.length === 0,
    promises: promises.map((promise) => {
      const all = expectations.filter((each) => each.promise === promise);
      return { promise, held: all.filter(holds).length, of: all.length };
    }),
    failures,
  };
};
