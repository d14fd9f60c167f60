import type { Brand } from './brand.ts';

/** A UTC time as ISO 8601 with milliseconds (`2026-11-24T05:00:00.000Z`): comparing the strings compares the times. */
export type Instant = Brand<string, 'Instant'>;

const ISO_8601 = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
/** Years 0 to 9999: others have a sign in ISO 8601, which would sort before every digit. */
const IN_RANGE = /^\d/;

/** Parses ISO 8601 with an explicit offset; anything else, or a date that does not exist, is undefined. */
export const parseInstant = (text: string): Instant | undefined => {
  const [, date = ''] = ISO_8601.exec(text) ?? [];
  const time = Date.parse(text);
  if (!isDate(date) || Number.isNaN(time)) return undefined;
  const instant = instantOf(time);
  return IN_RANGE.test(instant) ? instant : undefined;
};

/** The engine takes 30 February for 2 March. */
const isDate = (date: string): boolean => {
  const time = Date.parse(date);
  return !Number.isNaN(time) && instantOf(time).startsWith(date);
};

/** Before anything that can be told. */
export const DAWN = '0000-01-01T00:00:00.000Z' as Instant;

/** @param milliseconds since the epoch */
export const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString() as Instant;

export const millisecondsOf = (instant: Instant): number => Date.parse(instant);

export const plusSeconds = (instant: Instant, seconds: number): Instant =>
  instantOf(millisecondsOf(instant) + seconds * 1000);

/** The instant without its milliseconds. */
export const startOfSecond = (instant: Instant): Instant =>
  instantOf(Math.floor(millisecondsOf(instant) / 1000) * 1000);

/** Whole seconds from `from` to `to`, rounded down; negative when `to` is earlier. */
export const secondsBetween = (from: Instant, to: Instant): number =>
  Math.floor((millisecondsOf(to) - millisecondsOf(from)) / 1000);

export const earliest = (...instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];
