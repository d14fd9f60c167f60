import * as z from 'zod';

const NO_CONTROL = { error: 'control characters are not allowed' };

/** One line: no control characters, so that it cannot forge a line of a log or a terminal. */
export const lineSchema = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, NO_CONTROL);

/** Several lines: line feeds and tabs are the only control characters. */
export const textSchema = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^([^\p{Cc}]|[\n\t])*$/u, NO_CONTROL);
