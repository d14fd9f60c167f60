import { describe, expect, it } from 'vitest';
import { decideLease, type LeaseCase } from '../../../lambdas/core/leases/decide-lease.ts';
import type { LeaseRequest } from '../../../lambdas/core/leases/lease-request.ts';
import type { ProfileStatement } from '../../../lambdas/core/profiles/profile.ts';
import { READ_CODE } from '../../support/profiles.ts';
import { ACCOUNT, catalogOf, leaseCase } from './lease-cases.ts';

const WRITE_CODE: ProfileStatement = {
  name: 'write-code',
  description: 'Propose a change.',
  actions: ['s3:PutObject'],
  resources: ['arn:${partition}:s3:::code-${account}/${environment}/${agentId}'],
  conditions: { Bool: { 'aws:SecureTransport': 'true' } },
};

const narrowed = (
  request: Partial<LeaseRequest>,
  permissions: readonly ProfileStatement[] = [READ_CODE, WRITE_CODE],
): LeaseCase =>
  leaseCase({ request: { permissions: [], ...request }, catalog: catalogOf({ profile: { permissions } }) });

const codesOf = (asked: LeaseCase): readonly string[] => {
  const decided = decideLease(asked);
  return decided.ok ? [] : decided.error.reasons.map(({ code }) => code);
};

describe('a lease narrowed to permissions', () => {
  it('has a session policy of the role’s own statements of these, with their conditions', () => {
    const decided = decideLease(narrowed({ permissions: ['write-code'] }));

    expect(decided).toMatchObject({
      ok: true,
      value: {
        lease: { permissions: ['write-code'] },
        sessionPolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'WriteCode',
              Effect: 'Allow',
              Action: ['s3:PutObject'],
              Resource: [`arn:aws:s3:::code-${ACCOUNT}/test/agent-one`],
              Condition: { Bool: { 'aws:SecureTransport': 'true' } },
            },
          ],
        },
      },
    });
  });

  it('names each permission once, in order, however they were asked for', () => {
    const decided = decideLease(narrowed({ permissions: ['write-code', 'read-code', 'write-code'] }));

    const grant = decided.ok ? decided.value : undefined;
    expect(grant?.lease.permissions).toEqual(['read-code', 'write-code']);
    expect(grant?.sessionPolicy?.Statement.map(({ Sid }) => Sid)).toEqual(['ReadCode', 'WriteCode']);
  });

  it('leaves out the heartbeat, which only probes read', () => {
    const decided = decideLease(narrowed({ permissions: ['read-code'] }));

    expect(JSON.stringify(decided.ok && decided.value.sessionPolicy)).not.toContain('heartbeat');
  });
});

describe('a scope is refused when', () => {
  it.each([
    [
      'a permission is not in the profile',
      { permissions: ['read-code', 'drop-tables'] },
      ['permission-unknown'],
    ],
    ['it names the heartbeat', { permissions: ['heartbeat'] }, ['permission-unknown']],
    ['a permission needs an approval', { permissions: ['merge-pull-request'] }, ['permission-elevated']],
    ['it asks for an elevation', { elevation: '01KATRS0000000000000000001' }, ['elevation-not-live']],
    [
      'several things are wrong with it: all are told',
      { permissions: ['drop-tables', 'merge-pull-request'], elevation: 'x' },
      ['permission-unknown', 'permission-elevated', 'elevation-not-live'],
    ],
  ])('%s', (_, request, reasons) => {
    expect(codesOf(narrowed(request))).toEqual(reasons);
  });

  it('says which permissions the profile has', () => {
    const decided = decideLease(narrowed({ permissions: ['drop-tables'] }));

    expect(decided.ok ? [] : decided.error.reasons).toEqual([
      {
        code: 'permission-unknown',
        message: 'profile "coding-agent" has no permission "drop-tables"',
        resolution: 'name permissions that it has: read-code, write-code',
      },
    ]);
  });
});

describe('the size of a session policy', () => {
  const FIXED = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'ReadCode', Effect: 'Allow', Action: ['s3:GetObject'], Resource: [''] }],
  }).length;
  const sized = (size: number): LeaseCase => {
    const prefix = 'arn:aws:s3:::';
    const resources = [prefix + 'x'.repeat(size - FIXED - prefix.length)];
    return narrowed({ permissions: ['read-code'] }, [{ ...READ_CODE, resources }]);
  };

  it('may be all that STS takes', () => {
    const decided = decideLease(sized(2048));

    expect(decided.ok && JSON.stringify(decided.value.sessionPolicy).length).toBe(2048);
  });

  it('may not be one character more', () => {
    const decided = decideLease(sized(2049));

    expect(decided.ok ? [] : decided.error.reasons).toEqual([
      {
        code: 'session-policy-too-large',
        message: 'a session policy for these 1 permissions has 2049 characters, 2048 are allowed',
        resolution: 'name fewer permissions, or none to have all of the profile',
      },
    ]);
  });
});
