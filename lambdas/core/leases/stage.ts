import { asReasons, ok, type Reason, type Result, refused } from '../kernel/result.ts';

type Values<Checks> = { readonly [Name in keyof Checks]: Checks[Name] extends Result<infer T> ? T : never };

/** The value, or the reasons against it if there are any. */
export const okUnless = <T>(reasons: readonly Reason[], value: T): Result<T> => {
  const some = asReasons(reasons);
  return some === undefined ? ok(value) : refused(some);
};

/**
 * The values of all checks of one stage, or every reason against it at once: those of the checks that refused, and
 * `further`.
 */
export const allOf = <Checks extends Readonly<Record<string, Result<unknown>>>>(
  checks: Checks,
  further: readonly Reason[] = [],
): Result<Values<Checks>> => {
  const reasons = Object.values(checks).flatMap((check) => (check.ok ? [] : check.error));
  const values = Object.entries(checks).map(([name, check]) => [name, check.ok ? check.value : undefined]);
  return okUnless([...reasons, ...further], Object.fromEntries(values) as Values<Checks>);
};
