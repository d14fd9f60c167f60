import type { Brand } from './brand.ts';

/** A UTC time as ISO 8601 with milliseconds (`2026-11-24T05:00:00.000Z`): comparing the strings compares the times. */
export type Instant = Brand<string, 'Instant'>;

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Parses ISO 8601 with an explicit offset; anything else, or a date that does not exist, is undefined. */
export const parseInstant = (text: string): Instant | undefined => {
  if (!ISO_8601.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : instantOf(time);
};

/** Before anything that is known. */
export const EPOCH = '1970-01-01T00:00:00.000Z' as Instant;

/** @param milliseconds since the epoch */
export const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString() as Instant;

export const millisecondsOf = (instant: Instant): number => Date.parse(instant);

export const plusSeconds = (instant: Instant, seconds: number): Instant =>
  instantOf(millisecondsOf(instant) + seconds * 1000);

/** Whole seconds from `from` to `to`, rounded down; negative when `to` is earlier. */
export const secondsBetween = (from: Instant, to: Instant): number =>
  Math.floor((millisecondsOf(to) - millisecondsOf(from)) / 1000);

export const earliest = (...instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];
