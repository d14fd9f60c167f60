import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProfile } from '../../../lambdas/core/profiles/check-profile.ts';
import { compileRolePolicy } from '../../../lambdas/core/profiles/compile-role-policy.ts';
import {
  INLINE_POLICY_LIMIT,
  LOCK_RESERVE,
  policySize,
} from '../../../lambdas/core/profiles/policy-document.ts';
import type { ProfileStatement } from '../../../lambdas/core/profiles/profile.ts';
import { MERGE, profileOf, READ_CODE, TARGET } from '../../support/profiles.ts';

const problemsOf = (...permissions: readonly ProfileStatement[]) =>
  checkProfile(profileOf({ permissions })).map(({ code, path }) => `${code} ${path}`);

describe('checking a profile', () => {
  it('finds nothing wrong with a good one', () => {
    expect(checkProfile(profileOf())).toEqual([]);
  });

  it.each([
    ['iam:CreateRole'],
    ['iam:*'],
    ['organizations:LeaveOrganization'],
    ['account:CloseAccount'],
    ['sts:AssumeRole'],
    ['sts:GetWebIdentityToken'],
  ])('refuses %s, with or without a reason', (action) => {
    const problems = problemsOf({ ...READ_CODE, actions: [action], reason: 'because' });

    expect(problems).toEqual(['forbidden-action permissions[0].actions[0]']);
  });

  it.each([['*'], ['*:*'], ['IAM:CreateRole'], ['s3'], ['s*:GetObject'], ['s3:Get Object'], ['']])(
    'refuses "%s" as an action',
    (action) => {
      const problems = problemsOf({ ...READ_CODE, actions: [action], reason: 'because' });

      expect(problems).toEqual(['malformed-action permissions[0].actions[0]']);
    },
  );

  it.each([
    [{ actions: ['s3:Get*'] }, 'permissions[0].actions[0]'],
    [{ actions: ['s3:GetObject', 's3:Get?bject'] }, 'permissions[0].actions[1]'],
    [{ resources: ['*'] }, 'permissions[0].resources[0]'],
    [{ resources: ['arn:${partition}:s3:::code/main/*'] }, 'permissions[0].resources[0]'],
  ])('refuses a wildcard without a reason: %o', (change, path) => {
    expect(problemsOf({ ...READ_CODE, ...change })).toEqual([`wildcard-without-reason ${path}`]);
    expect(problemsOf({ ...READ_CODE, ...change, reason: '  ' })).toEqual([
      `wildcard-without-reason ${path}`,
    ]);
    expect(problemsOf({ ...READ_CODE, ...change, reason: 'every object is meant' })).toEqual([]);
  });

  it.each([['my-bucket'], ['arn:aws:s3'], ['arn:${partition}:s3:::'], ['']])(
    'refuses "%s" as a resource',
    (resource) => {
      expect(problemsOf({ ...READ_CODE, resources: [resource] })).toEqual([
        'malformed-resource permissions[0].resources[0]',
      ]);
    },
  );

  it('knows its own variables and those of IAM, and names any other', () => {
    const resources = [
      'arn:${partition}:s3:::${bucket}/${environment}/${agentId}/${aws:PrincipalTag/team}/${*}',
    ];

    expect(checkProfile(profileOf({ permissions: [{ ...READ_CODE, resources }] }))).toMatchObject([
      {
        code: 'unknown-variable',
        path: 'permissions[0].resources[0]',
        message: expect.stringContaining('${bucket}'),
      },
    ]);
  });

  it('refuses conditions that IAM does not know, and the one that only an approval may set', () => {
    const conditions = {
      StringEqual: { 'aws:PrincipalTag/team': 'x' },
      StringLike: { 'AWS:principaltag/Mandate:Elevation': '*' },
      'ForAnyValue:StringLikeIfExists': { 's3:prefix': ['${nobody}'] },
    };

    expect(problemsOf({ ...READ_CODE, conditions })).toEqual([
      'unknown-condition-operator permissions[0].conditions.StringEqual',
      'reserved-condition-key permissions[0].conditions.StringLike.AWS:principaltag/Mandate:Elevation',
      'unknown-variable permissions[0].conditions.ForAnyValue:StringLikeIfExists.s3:prefix',
    ]);
  });

  it('refuses two permissions that become one statement id, base and elevated together', () => {
    const profile = profileOf({
      permissions: [
        { ...READ_CODE, name: 'read-1' },
        { ...READ_CODE, name: 'read1' },
        { ...READ_CODE, name: 'heartbeat' },
      ],
      elevated: [{ ...MERGE, name: 'read-1' }],
    });

    expect(checkProfile(profile).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'duplicate-name permissions[1].name',
      'duplicate-name permissions[2].name',
      'duplicate-name elevated[0].name',
    ]);
  });

  it('refuses an environment listed twice, and a profile that permits nothing', () => {
    const { environments } = profileOf();
    const profile = profileOf({
      environments: [...environments, ...environments],
      permissions: [],
      elevated: [],
    });

    expect(checkProfile(profile).map(({ code }) => code)).toEqual([
      'no-permission',
      'duplicate-environment',
      'duplicate-environment',
    ]);
  });

  it('names every problem at once, each with a way out', () => {
    const problems = checkProfile(
      profileOf({
        permissions: [{ ...READ_CODE, actions: ['iam:PassRole', 's3:*'], resources: ['nowhere', '${x}'] }],
      }),
    );

    expect(problems.map(({ path }) => path)).toEqual([
      'permissions[0].actions[0]',
      'permissions[0].resources[0]',
      'permissions[0].resources[1]',
      'permissions[0].actions[1]',
    ]);
    for (const { message, resolution } of problems) {
      expect(message).not.toBe('');
      expect(resolution).not.toBe('');
    }
  });

  it('refuses what would not leave room for the lock in the largest role, and accepts only what fits', () => {
    const statement = (index: number): ProfileStatement => ({
      ...READ_CODE,
      name: `read-${index}`,
      resources: [`arn:\${partition}:s3:::code-\${account}/\${agentId}/file-${index}`],
    });

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), (count) => {
        const profile = profileOf({
          permissions: Array.from({ length: count }, (_, index) => statement(index)),
        });
        const tooLarge = checkProfile(profile).some(({ code }) => code === 'policy-too-large');
        const largest = {
          ...TARGET,
          agentId: 'a'.repeat(40),
          environment: 'e'.repeat(40),
          region: 'ap-southeast-1',
        };
        const size = policySize(compileRolePolicy(profile, largest));
        expect(tooLarge || size <= INLINE_POLICY_LIMIT - LOCK_RESERVE).toBe(true);
        expect(tooLarge && size < 9000).toBe(false);
      }),
    );
  });
});
