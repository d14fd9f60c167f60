import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineSchema, textSchema } from '../../lambdas/contracts/text.ts';

const control = fc.integer({ min: 0, max: 0x9f }).filter((code) => code < 0x20 || code >= 0x7f);
const between = (character: string): string => `a${character}b`;

describe('a line', () => {
  it('holds no control character', () => {
    fc.assert(
      fc.property(control, (code) => {
        expect(lineSchema(10).safeParse(between(String.fromCharCode(code))).success).toBe(false);
      }),
    );
  });

  it('holds anything else, up to its length', () => {
    expect(lineSchema(10).safeParse('“Ünïcode” ☎').success).toBe(false);
    expect(lineSchema(11).safeParse('“Ünïcode” ☎').success).toBe(true);
    expect(lineSchema(10).safeParse('').success).toBe(false);
  });
});

describe('a text', () => {
  it('holds line feeds and tabs, and no other control character', () => {
    const allowed = ['\n', '\t'].map((character) => character.charCodeAt(0));

    fc.assert(
      fc.property(control, (code) => {
        const taken = textSchema(10).safeParse(between(String.fromCharCode(code))).success;

        expect(taken).toBe(allowed.includes(code));
      }),
      { numRuns: 200 },
    );
  });
});
