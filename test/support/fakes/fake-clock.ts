import {
  type Instant,
  instantOf,
  millisecondsOf,
  parseInstant,
} from '../../../lambdas/core/kernel/instant.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';

/** A clock that stands still until it is told otherwise; sleeping takes no time and moves it. */
export class FakeClock implements Clock {
  /** Milliseconds of every sleep, in order. */
  readonly sleeps: number[] = [];
  #milliseconds: number;

  constructor(start = '2026-11-24T05:00:00.000Z') {
    const instant = parseInstant(start);
    if (instant === undefined) throw new Error(`"${start}" is not a time`);
    this.#milliseconds = millisecondsOf(instant);
  }

  now(): Instant {
    return instantOf(this.#milliseconds);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.sleeps.push(milliseconds);
    this.#milliseconds += milliseconds;
  }

  advance(seconds: number): Instant {
    this.#milliseconds += seconds * 1000;
    return this.now();
  }
}
