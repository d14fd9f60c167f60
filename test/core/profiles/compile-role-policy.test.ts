import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRolePolicy, sidOf } from '../../../lambdas/core/profiles/compile-role-policy.ts';
import { policySize } from '../../../lambdas/core/profiles/policy-document.ts';
import { profileDigest } from '../../../lambdas/core/profiles/profile-digest.ts';
import { MERGE, profileOf, READ_CODE, TARGET } from '../../support/profiles.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the policy of an agent’s role', () => {
  it('has the heartbeat, the base permissions and the elevated ones, each of these asleep', () => {
    expect(compileRolePolicy(profileOf(), TARGET)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Heartbeat',
          Effect: 'Allow',
          Action: ['ssm:GetParameter'],
          Resource: ['arn:aws:ssm:eu-central-1:222222222222:parameter/mandate/test/heartbeat'],
        },
        {
          Sid: 'ReadCode',
          Effect: 'Allow',
          Action: ['s3:GetObject'],
          Resource: ['arn:aws:s3:::code-222222222222/main/readme'],
        },
        {
          Sid: 'MergePullRequest',
          Effect: 'Allow',
          Action: ['s3:PutObject'],
          Resource: ['arn:aws:s3:::code-222222222222/main/readme'],
          Condition: { StringLike: { 'aws:PrincipalTag/mandate:elevation': 'merge-pull-request:*' } },
        },
      ],
    });
  });

  it('fills in its own variables in resources and conditions, and passes IAM’s on', () => {
    const conditions = {
      StringEquals: {
        'aws:PrincipalTag/team': '${environment}',
        's3:prefix': ['${agentId}', '${aws:username}'],
      },
    };
    const resources = [
      'arn:${partition}:s3:${region}:${account}:x/${environment}/${agentId}/${aws:PrincipalTag/team}',
    ];
    const policy = compileRolePolicy(
      profileOf({ permissions: [{ ...READ_CODE, resources, conditions }] }),
      TARGET,
    );

    expect(policy.Statement[1]).toMatchObject({
      Resource: ['arn:aws:s3:eu-central-1:222222222222:x/test/agent-one/${aws:PrincipalTag/team}'],
      Condition: {
        StringEquals: { 'aws:PrincipalTag/team': 'test', 's3:prefix': ['agent-one', '${aws:username}'] },
      },
    });
  });

  it('keeps an elevated permission’s own conditions beside the one on its approval', () => {
    const conditions = { StringLike: { 's3:prefix': 'main*' }, Bool: { 'aws:SecureTransport': 'true' } };
    const policy = compileRolePolicy(profileOf({ elevated: [{ ...MERGE, conditions }] }), TARGET);

    expect(policy.Statement[2]?.Condition).toEqual({
      StringLike: { 's3:prefix': 'main*', 'aws:PrincipalTag/mandate:elevation': 'merge-pull-request:*' },
      Bool: { 'aws:SecureTransport': 'true' },
    });
  });

  it('is measured as IAM measures it, without the white space between tokens', () => {
    const policy = compileRolePolicy(profileOf(), TARGET);

    expect(policySize(policy)).toBe(JSON.stringify(policy).length);
    expect(policySize(policy)).toBeLessThan(JSON.stringify(policy, null, 2).length);
  });

  it('names statements in letters and digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{1,58}[a-z0-9]$/), (name) => {
        expect(sidOf(name)).toMatch(/^[A-Z][A-Za-z0-9]*$/);
      }),
    );
  });
});

describe('a profile’s digest', () => {
  it('is the same whatever the order of keys, and another when anything changes', () => {
    const profile = profileOf();
    const shuffled = Object.fromEntries(Object.entries(profile).reverse()) as unknown as typeof profile;

    expect(profileDigest(shuffled, sha256)).toBe(profileDigest(profile, sha256));
    expect(profileDigest({ ...profile, maxLeaseSeconds: 900 }, sha256)).not.toBe(
      profileDigest(profile, sha256),
    );
    expect(profileDigest(profile, sha256)).toMatch(/^[0-9a-f]{64}$/);
  });
});
