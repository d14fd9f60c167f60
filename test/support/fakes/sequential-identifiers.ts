import type { IdentifierSource } from '../../../lambdas/core/ports/identifier-source.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const COUNTER_LENGTH = 16;
/** The time part of a ULID made on 2026-11-24. */
const TIME = '01KATRS000';

const inBase32 = (value: number): string => {
  const digit = CROCKFORD.charAt(value % 32);
  return value < 32 ? digit : inBase32(Math.floor(value / 32)) + digit;
};

/** Valid ULIDs that count up from 1, the same in every run. */
export class SequentialIdentifiers implements IdentifierSource {
  #count = 0;

  next(): string {
    this.#count += 1;
    return TIME + inBase32(this.#count).padStart(COUNTER_LENGTH, '0');
  }
}
