import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, instantOf } from '../../core/kernel/instant.ts';
import type { Clock } from '../../core/ports/clock.ts';

/** This machine's time. */
export class SystemClock implements Clock {
  now(): Instant {
    return instantOf(Date.now());
  }

  async sleep(milliseconds: number): Promise<void> {
    await sleep(milliseconds);
  }
}
