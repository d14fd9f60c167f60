import { monotonicFactory } from 'ulid';
import { millisecondsOf } from '../../core/kernel/instant.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { IdentifierSource } from '../../core/ports/identifier-source.ts';

/** Each greater than the one before, also within a millisecond and when the clock is set back. */
export class UlidIdentifiers implements IdentifierSource {
  readonly #clock: Clock;
  readonly #next = monotonicFactory();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    return this.#next(millisecondsOf(this.#clock.now()));
  }
}
