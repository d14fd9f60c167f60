import { expect, it } from 'vitest';
import { millisecondsOf, parseInstant } from '../../../lambdas/core/kernel/instant.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';

/** What every clock promises. */
export const clockContract = (open: () => Clock): void => {
  it('tells the time as an instant', () => {
    const now = open().now();

    expect(parseInstant(now)).toBe(now);
  });

  it('is later by as much as it slept', async () => {
    const clock = open();
    const before = millisecondsOf(clock.now());

    await clock.sleep(20);

    // timers may be early by a fraction of a millisecond
    expect(millisecondsOf(clock.now()) - before).toBeGreaterThanOrEqual(19);
  });
};
