/** Why something was refused, for programs (`code` is stable) and for people (`resolution` says what to do next). */
export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly resolution: string;
}

/** At least one reason: a refusal without one cannot be built. */
export type Reasons = readonly [Reason, ...Reason[]];

export type Result<T, E = Reasons> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const refused = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** Turns a list that may be empty into reasons or nothing: all refusals of one stage are reported together. */
export const asReasons = (reasons: readonly Reason[]): Reasons | undefined => {
  const [first, ...rest] = reasons;
  return first === undefined ? undefined : [first, ...rest];
};
