import type { Clock } from '../../core/ports/clock.ts';
import { type BatchLimits, batchesOf } from './batches-of.ts';

/** An item that the service did not take, and what it said. */
export interface NotTaken<T> {
  readonly item: T;
  readonly code: string;
}

export interface Sending<T> {
  readonly limits: BatchLimits<T>;
  readonly clock: Clock;
  /** One call; what it throws concerns the whole batch. */
  readonly send: (batch: readonly T[]) => Promise<readonly NotTaken<T>[]>;
  /** The error that says that these items were not taken, and why. */
  readonly failed: (items: readonly T[], why: string, options?: ErrorOptions) => Error;
}

/** Milliseconds before what was not taken is sent again. */
const DELAYS = [100, 200, 400, 800];

/** Sends everything, batch by batch: the next one only when all of the one before was taken. */
export const sendAll = async <T>(items: readonly T[], sending: Sending<T>): Promise<void> => {
  for (const batch of batchesOf(items, sending.limits)) {
    const left = await sendBatch(batch, sending);
    if (left.length === 0) continue;
    throw sending.failed(
      left.map(({ item }) => item),
      codesOf(left),
    );
  }
};

/** Sends the batch, then what of it was not taken, five times in all. Returns what is left. */
const sendBatch = async <T>(
  batch: readonly T[],
  { clock, send, failed }: Sending<T>,
): Promise<readonly NotTaken<T>[]> => {
  try {
    let left = await send(batch);
    for (const delay of DELAYS) {
      if (left.length === 0) return left;
      await clock.sleep(delay);
      left = await send(left.map(({ item }) => item));
    }
    return left;
  } catch (cause) {
    throw failed(batch, cause instanceof Error ? cause.name : 'the call failed', { cause });
  }
};

/** `2 ThrottlingException, 1 InternalFailure` */
const codesOf = (left: readonly NotTaken<unknown>[]): string => {
  const counts = new Map<string, number>();
  for (const { code } of left) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${count} ${code}`).join(', ');
};
