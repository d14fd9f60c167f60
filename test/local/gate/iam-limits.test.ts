import { describe, expect, it } from 'vitest';
import { checkIamLimits } from '../../../local/gate/iam-limits.ts';
import type { IamState } from '../../../local/gate/iam-state.ts';
import { account } from './support.ts';

const known = `arn:aws:iam::${account}:policy/known`;
const small = JSON.stringify({ Version: '2012-10-17', Statement: [] });

function documentOf(size: number): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'x'.repeat(size) }] });
}

// what the checks read, and nothing more
const iam = {
  managedPolicy: async (_account: string, arn: string) =>
    arn === known ? { name: arn, policy: {} } : undefined,
  inlinePolicies: async () => [{ name: 'other', policy: { Statement: [{ Sid: 'y'.repeat(6000) }] } }],
  policyVersions: async () => ['v5', 'v4', 'v3', 'v2', 'v1'],
  defaultVersion: async () => 'v5',
  role: async () => undefined,
  invalidate: () => undefined,
} as unknown as IamState;

function check(operation: string, params: Record<string, string>): Promise<void> {
  return checkIamLimits(
    { service: 'iam', operation, protocol: 'query', jsonVersion: '1.1', region: 'us-east-1', params },
    account,
    iam,
  );
}

const create = { RoleName: 'mandate-a1', Path: '/mandate/test/', AssumeRolePolicyDocument: small };

function tags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`Tags.member.${n + 1}.Key`, `k${n}`]));
}

describe('IAM limits', () => {
  it('accept what IAM accepts', async () => {
    await expect(
      check('CreateRole', { ...create, PermissionsBoundary: known, ...tags(50) }),
    ).resolves.toBeUndefined();
    await expect(
      check('CreatePolicy', { PolicyName: 'p', PolicyDocument: ` ${documentOf(6000)} `.padEnd(9000) }),
    ).resolves.toBeUndefined();
  });

  it.each([
    ['a long role name', 'CreateRole', { ...create, RoleName: 'x'.repeat(65) }, 'ValidationError'],
    ['a bad role name', 'CreateRole', { ...create, RoleName: 'a b' }, 'ValidationError'],
    ['a bad path', 'CreateRole', { ...create, Path: 'mandate' }, 'ValidationError'],
    ['51 tags', 'CreateRole', { ...create, ...tags(51) }, 'ValidationError'],
    [
      'a boundary that is not there',
      'CreateRole',
      { ...create, PermissionsBoundary: `${known}x` },
      'NoSuchEntity',
    ],
    [
      'a trust that is not JSON',
      'CreateRole',
      { ...create, AssumeRolePolicyDocument: '{' },
      'MalformedPolicyDocument',
    ],
    [
      'a trust that is too long',
      'UpdateAssumeRolePolicy',
      { RoleName: 'r', PolicyDocument: documentOf(2048) },
      'LimitExceeded',
    ],
    [
      'a managed policy that is too long',
      'CreatePolicy',
      { PolicyName: 'p', PolicyDocument: documentOf(6144) },
      'LimitExceeded',
    ],
    [
      'inline policies too long together',
      'PutRolePolicy',
      { RoleName: 'r', PolicyName: 'p', PolicyDocument: documentOf(5000) },
      'LimitExceeded',
    ],
    [
      'a policy that is not there',
      'AttachRolePolicy',
      { RoleName: 'r', PolicyArn: `${known}x` },
      'NoSuchEntity',
    ],
    ['a sixth version', 'CreatePolicyVersion', { PolicyArn: known, PolicyDocument: small }, 'LimitExceeded'],
    [
      'deleting the default version',
      'DeletePolicyVersion',
      { PolicyArn: known, VersionId: 'v5' },
      'DeleteConflict',
    ],
  ])('refuse %s', async (_name, operation, params, code) => {
    await expect(check(operation, params)).rejects.toMatchObject({ code });
  });
});
