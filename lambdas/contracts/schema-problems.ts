import type { ZodError } from 'zod';
import { type Problem, pathOf } from '../core/profiles/problem.ts';

type Issue = ZodError['issues'][number];

const resolutionOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'remove it, or correct its spelling';
    case 'invalid_value':
      return `use one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_type':
      return `give a value of type ${issue.expected}`;
    case 'too_small':
      return `give at least ${issue.minimum}`;
    case 'too_big':
      return `give at most ${issue.maximum}`;
    default:
      return 'correct the value';
  }
};

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );

/**
 * Of the alternatives, the one that was meant, for something that it asks for is there; else the one that lacks least:
 * its problems are the ones the sender meant to avoid.
 */
const closest = (issue: Extract<Issue, { code: 'invalid_union' }>, input: unknown): readonly Issue[] => {
  const alternatives = issue.errors.map((inners) =>
    inners.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
  );
  const lacks = (issues: readonly Issue[]): number =>
    issues.some(({ path }) => valueAt(input, path) !== undefined) ? 0 : 1;
  return alternatives.sort((a, b) => lacks(a) - lacks(b) || a.length - b.length)[0] ?? [];
};

const problemOf = (issue: Issue, input: unknown): readonly Problem[] => {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return closest(issue, input).flatMap((inner) => problemOf(inner, input));
  }
  const code = issue.code.replaceAll('_', '-');
  const resolution = resolutionOf(issue);
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: pathOf(issue.path), code, message: lowerFirst(issue.message), resolution }];
  }
  return issue.keys.map((key) => ({
    path: pathOf([...issue.path, key]),
    code,
    message: `"${key}" is not known here`,
    resolution,
  }));
};

/**
 * What a schema found, one problem per wrong value, each with its path.
 * @param input what was parsed: tells which of several alternatives was meant
 */
export const schemaProblems = (error: ZodError, input?: unknown): readonly Problem[] =>
  error.issues.flatMap((issue) => problemOf(issue, input));
