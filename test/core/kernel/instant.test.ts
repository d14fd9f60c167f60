import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAWN,
  earliest,
  type Instant,
  instantOf,
  millisecondsOf,
  parseInstant,
  plusSeconds,
  secondsBetween,
} from '../../../lambdas/core/kernel/instant.ts';

const YEAR_10000 = Date.parse('+010000-01-01T00:00:00Z');

const time = fc.integer({ min: millisecondsOf(DAWN), max: YEAR_10000 - 1 });
const instant: fc.Arbitrary<Instant> = time.map(instantOf);

describe('an instant', () => {
  it.each([
    ['2026-11-24T05:00:00.000Z', '2026-11-24T05:00:00.000Z'],
    ['2026-11-24T05:00Z', '2026-11-24T05:00:00.000Z'],
    ['2026-11-24T05:00:00Z', '2026-11-24T05:00:00.000Z'],
    ['2026-11-24T05:00:00.123456789Z', '2026-11-24T05:00:00.123Z'],
    ['2026-11-24T05:00:00+01:00', '2026-11-24T04:00:00.000Z'],
    ['2026-11-24T00:30:00-23:59', '2026-11-25T00:29:00.000Z'],
    ['2026-12-31T24:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00Z', DAWN],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('is read from %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    ['no time', '2026-11-24'],
    ['no offset', '2026-11-24T05:00:00'],
    ['a space', '2026-11-24 05:00:00Z'],
    ['an offset by name', '2026-11-24T05:00:00 CET'],
    ['an offset without colon', '2026-11-24T05:00:00+0100'],
    ['an offset of more than a day', '2026-11-24T05:00:00+24:00'],
    ['a 29 February of no leap year', '2026-02-29T00:00:00Z'],
    ['a 31 November', '2026-11-31T00:00:00Z'],
    ['a 32nd day', '2026-01-32T00:00:00Z'],
    ['a 13th month', '2026-13-01T00:00:00Z'],
    ['a day 0', '2026-01-00T00:00:00Z'],
    ['a 25th hour', '2026-01-01T25:00:00Z'],
    ['a 60th second', '2026-01-01T00:00:60Z'],
    ['a year of five digits', '+010000-01-01T00:00:00Z'],
    ['what is in the year 10000 elsewhere', '9999-12-31T23:59:59-01:00'],
    ['what is before the year 0 elsewhere', '0000-01-01T00:00:00+01:00'],
    ['seconds since the epoch', '1795496400'],
    ['a line feed after it', '2026-11-24T05:00:00Z\n'],
    ['nothing', ''],
  ])('is not read from %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('is read back as it was written, whatever the offset', () => {
    const offset = fc.integer({ min: -23 * 60, max: 23 * 60 });

    fc.assert(
      fc.property(instant, offset, (at, minutes) => {
        const local = new Date(millisecondsOf(at) + minutes * 60_000);
        fc.pre(local.getTime() >= millisecondsOf(DAWN) && local.getTime() < YEAR_10000);
        const sign = minutes < 0 ? '-' : '+';
        const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
        const shown = `${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;

        expect(parseInstant(local.toISOString().replace('Z', shown))).toBe(at);
      }),
    );
  });

  it('sorts as text as it does in time, and none is before the dawn', () => {
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        expect(one < other).toBe(millisecondsOf(one) < millisecondsOf(other));
        expect(one >= DAWN).toBe(true);
      }),
    );
  });

  it('is moved by seconds', () => {
    const at = instantOf(Date.parse('2026-11-24T05:00:00.250Z'));

    expect(plusSeconds(at, 90)).toBe('2026-11-24T05:01:30.250Z');
    expect(plusSeconds(at, -0.25)).toBe('2026-11-24T05:00:00.000Z');
  });
});

describe('the seconds between two instants', () => {
  it.each([
    ['2026-11-24T05:00:01.999Z', 1],
    ['2026-11-24T05:00:02.000Z', 2],
    ['2026-11-24T05:00:00.000Z', 0],
    ['2026-11-24T04:59:59.999Z', -1],
  ])('are whole and rounded down: to %s they are %d', (to, seconds) => {
    const from = instantOf(Date.parse('2026-11-24T05:00:00Z'));

    expect(secondsBetween(from, instantOf(Date.parse(to)))).toBe(seconds);
  });
});

describe('the earliest of some instants', () => {
  it('leaves out those that are not there', () => {
    const [first, second] = [instantOf(0), instantOf(1)];

    expect(earliest(undefined, second, first, undefined)).toBe(first);
    expect(earliest(undefined)).toBeUndefined();
    expect(earliest()).toBeUndefined();
  });
});
