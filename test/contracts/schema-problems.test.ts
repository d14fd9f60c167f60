import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { schemaProblems } from '../../lambdas/contracts/schema-problems.ts';

const place = z.union([
  z.strictObject({ street: z.string().min(3), town: z.string() }),
  z.strictObject({ box: z.int() }),
]);
const schema = z.strictObject({
  name: z.string(),
  kind: z.enum(['person', 'firm']),
  places: z.array(place).max(2),
});

const problemsOf = (input: unknown) => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return [];
  return schemaProblems(parsed.error, input).map(({ path, code, resolution }) => [path, code, resolution]);
};

describe('what a schema found', () => {
  it('has a path, a code and what to do, for each wrong value', () => {
    expect(problemsOf({ name: 1, kind: 'shop', places: [] })).toEqual([
      ['name', 'invalid-type', 'give a value of type string'],
      ['kind', 'invalid-value', 'use one of "person", "firm"'],
    ]);
  });

  it('names every key that is not known by itself', () => {
    expect(problemsOf({ name: 'a', kind: 'firm', places: [], nmae: 1, knid: 2 })).toEqual([
      ['nmae', 'unrecognized-keys', 'remove it, or correct its spelling'],
      ['knid', 'unrecognized-keys', 'remove it, or correct its spelling'],
    ]);
  });

  it('begins in lower case', () => {
    const parsed = schema.safeParse(5);

    expect(parsed.error && schemaProblems(parsed.error)).toMatchObject([
      { path: '', message: expect.stringMatching(/^invalid input/) },
    ]);
  });

  it.each([
    ['the one that something was given for', { street: 'x' }, ['places[0].street', 'places[0].town']],
    ['the other, if that was given', { box: 'x' }, ['places[0].box']],
    ['the one that lacks least, if nothing was given', {}, ['places[0].box']],
    ['the place itself, if it is none at all', 5, ['places[0]']],
  ])('tells of alternatives %s', (_, given, paths) => {
    const found = problemsOf({ name: 'a', kind: 'firm', places: [given] });

    expect(found.map(([path]) => path)).toEqual(paths);
  });
});
