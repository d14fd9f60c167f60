import type { Clock } from '../../core/ports/clock.ts';

/** What IAM says, without the ending that the SDK adds to some names. */
export type IamCode =
  | 'AccessDenied'
  | 'ConcurrentModification'
  | 'DeleteConflict'
  | 'EntityAlreadyExists'
  | 'LimitExceeded'
  | 'NoSuchEntity';

/** Milliseconds between attempts: about three seconds in all, which is what IAM usually takes to agree with itself. */
const DELAYS = [100, 200, 400, 800, 1600];

export const isIamError = (error: unknown, codes: readonly IamCode[]): boolean =>
  error instanceof Error && codes.some((code) => error.name.replace(/Exception$/, '') === code);

/** Repeats the call while IAM answers with one of the codes, six times at most; then its error is thrown. */
export const retryOn = async <T>(
  codes: readonly IamCode[],
  clock: Clock,
  call: () => Promise<T>,
): Promise<T> => {
  for (const delay of DELAYS) {
    try {
      return await call();
    } catch (error) {
      if (!isIamError(error, codes)) throw error;
      await clock.sleep(delay);
    }
  }
  return call();
};

/** The call's answer, or undefined where IAM knows no such thing. */
export const ifThere = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await call();
  } catch (error) {
    if (isIamError(error, ['NoSuchEntity'])) return undefined;
    throw error;
  }
};
