import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseAgentId,
  parseEnvironmentName,
  parseLeaseId,
  parseOwnerId,
  parseProcessId,
  parseProcessVersion,
  parseProfileName,
  parseStopId,
} from '../../../lambdas/core/kernel/identifiers.ts';

interface Form {
  readonly name: string;
  readonly parse: (text: string) => string | undefined;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const SLUGS = {
  good: ['abc', 'a-b', '1a2', 'a--b', 'a'.repeat(40)],
  bad: [
    '',
    'ab',
    'a'.repeat(41),
    'Abc',
    '-ab',
    'ab-',
    'a_b',
    'a.b',
    'a b',
    'a/b',
    'äbc',
    'abc\n',
    '*',
    'a*c',
  ],
};
const ULIDS = {
  good: ['01KATRS0000000000000000001', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ'],
  bad: [
    '',
    '01KATRS000000000000000001',
    '01KATRS00000000000000000001',
    '8ZZZZZZZZZZZZZZZZZZZZZZZZZ',
    '01katrs0000000000000000001',
    '01KATRS000000000000000000I',
    '01KATRS000000000000000000L',
    '01KATRS000000000000000000O',
    '01KATRS000000000000000000U',
    '01KATRS0000000000000000001\n',
  ],
};

const FORMS: readonly Form[] = [
  { name: 'an agent id', parse: parseAgentId, ...SLUGS },
  { name: 'a process id', parse: parseProcessId, ...SLUGS },
  { name: 'the name of a profile', parse: parseProfileName, ...SLUGS },
  { name: 'the name of an environment', parse: parseEnvironmentName, ...SLUGS },
  {
    name: 'an owner id',
    parse: parseOwnerId,
    good: ['e', 'e10442', 'J.Doe+ai@acme=x_1-2', 'x'.repeat(64)],
    bad: ['', 'x'.repeat(65), 'a b', 'a/b', 'a:b', 'a,b', 'é', 'a*', 'a?', '${aws:userid}', 'e1\n'],
  },
  {
    name: 'the version of a process',
    parse: parseProcessVersion,
    good: ['1', '2026-11-24', 'v1.2_3', 'x'.repeat(32)],
    bad: ['', 'x'.repeat(33), '-1', '.1', '_1', '1@2', '1 2', '1*', '1/2', '1\n'],
  },
  { name: 'a lease id', parse: parseLeaseId, ...ULIDS },
  { name: 'a stop id', parse: parseStopId, ...ULIDS },
];

describe.each(FORMS)('$name', ({ parse, good, bad }) => {
  it.each(good)('may be %j', (text) => {
    expect(parse(text)).toBe(text);
  });

  it.each(bad)('is never %j', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  // what IAM would read as a wildcard, a variable or a separator
  it('holds nothing that has a meaning in a policy or an ARN', () => {
    const meaningful = fc.constantFrom('*', '?', '$', '{', '}', '/', ':', '"', '\\', ',', ' ', '\n', '\t');
    const text = fc
      .tuple(fc.constantFrom(...good), meaningful, fc.nat(64))
      .map(([valid, character, at]) => valid.slice(0, at) + character + valid.slice(at));

    fc.assert(
      fc.property(text, (tainted) => {
        expect(parse(tainted)).toBeUndefined();
      }),
    );
  });
});
