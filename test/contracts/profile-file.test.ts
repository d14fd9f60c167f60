import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseProfileFile } from '../../lambdas/contracts/profile-file.ts';
import { MERGE, PROFILE_FILE, READ_CODE } from '../support/profiles.ts';

const SAMPLES = join(import.meta.dirname, '..', '..', 'profiles');

const problemsOf = (content: unknown) => {
  const parsed = parseProfileFile(content);
  return parsed.ok ? [] : parsed.problems.map(({ code, path }) => `${code} ${path}`);
};

describe('a profile file', () => {
  it.each(readdirSync(SAMPLES))('is right in the sample %s', (name) => {
    expect(problemsOf(JSON.parse(readFileSync(join(SAMPLES, name), 'utf8')))).toEqual([]);
  });

  it('may leave out what has a default', () => {
    const { maxLeaseSeconds: _, elevated: __, ...short } = PROFILE_FILE;

    expect(parseProfileFile(short)).toMatchObject({
      ok: true,
      profile: { maxLeaseSeconds: 3600, elevated: [] },
    });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['nothing', null, ['invalid-type ']],
    ['a text', 'x', ['invalid-type ']],
    [
      'wrong ids and limits',
      { ...PROFILE_FILE, profile: 'X', environments: ['test', 'a_b'], maxLeaseSeconds: 60 },
      ['invalid-format profile', 'invalid-format environments[1]', 'too-small maxLeaseSeconds'],
    ],
    [
      'unknown members',
      { ...PROFILE_FILE, extra: 1, permissions: [{ ...READ_CODE, notActions: [] }] },
      ['unrecognized-keys permissions[0].notActions', 'unrecognized-keys extra'],
    ],
    [
      'a wrong approval',
      { ...PROFILE_FILE, elevated: [{ ...MERGE, maxSeconds: 60, quorum: 0, approverGroup: '' }] },
      [
        'too-small elevated[0].maxSeconds',
        'too-small elevated[0].approverGroup',
        'too-small elevated[0].quorum',
      ],
    ],
    [
      'an empty permission',
      { ...PROFILE_FILE, permissions: [{ name: 'x', description: '', actions: [], resources: [] }] },
      [
        'invalid-format permissions[0].name',
        'too-small permissions[0].description',
        'too-small permissions[0].actions',
        'too-small permissions[0].resources',
      ],
    ],
    [
      'a rule broken',
      { ...PROFILE_FILE, permissions: [{ ...READ_CODE, actions: ['iam:PassRole'] }] },
      ['forbidden-action permissions[0].actions[0]'],
    ],
  ])('is refused for %s, with every path', (_, content, expected) => {
    expect(problemsOf(content)).toEqual(expected);
  });

  it('says what was given and what is allowed', () => {
    expect(parseProfileFile({ ...PROFILE_FILE, profile: 'Coding Agent' })).toMatchObject({
      problems: [{ message: expect.stringMatching(/"Coding Agent" is not 3 to 40 of a-z/) }],
    });
  });
});
