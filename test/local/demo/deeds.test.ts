import { describe, expect, it } from 'vitest';
import { agentCallSchema } from '../../../local/agents/call.ts';
import { deedsOf, seenIn, workOf } from '../../../local/demo/deeds.ts';
import { accounts } from '../../../local/environment/accounts.ts';
import { readCompany } from '../../../local/seed/company.ts';

const agentIds = readCompany().agents.map(({ agentId }) => agentId);
const deeds = deedsOf(agentIds, accounts);

describe('the deeds of the demo', () => {
  it.each(agentIds)('show what %s may do, and what it may not', (agentId) => {
    const own = deeds.filter((deed) => deed.agentId === agentId && !deed.common);

    expect(own.map(({ expected }) => expected)).toEqual(expect.arrayContaining(['allowed', 'denied']));
  });

  it('are those of agents of the company, and calls that an agent can make', () => {
    expect(new Set(deeds.map(({ agentId }) => agentId))).toEqual(new Set(agentIds));
    for (const { call } of deeds) expect(agentCallSchema.parse(call)).toEqual(call);
  });

  it('let every agent try IAM, the role of another, and the test account, in vain', () => {
    for (const agentId of agentIds) {
      const common = deeds.filter((deed) => deed.agentId === agentId && deed.common);

      expect(common.map(({ expected }) => expected)).toEqual(['denied', 'denied', 'denied']);
      expect(common.map(({ call }) => call.call)).toEqual([
        'iam:ListRoles',
        'sts:AssumeRole',
        workOf(deeds, agentId).call.call,
      ]);
    }
  });

  it('never let an agent try its own role', () => {
    for (const { agentId, call } of deeds) {
      if (call.call !== 'sts:AssumeRole') continue;
      expect(call.roleArn).toMatch(/:role\/mandate\/production\/mandate-[a-z-]+$/);
      expect(call.roleArn.endsWith(`/mandate-${agentId}`)).toBe(false);
    }
  });

  it('repeat in the test account what is allowed in production, with nothing else changed', () => {
    for (const agentId of agentIds) {
      const inTest = deeds.findLast((deed) => deed.agentId === agentId)?.call ?? {};
      const back = JSON.stringify(inTest)
        .replace(`arn:aws:dynamodb:us-east-1:${accounts.test}:table/`, '')
        .replace(accounts.test, accounts.production);

      expect(JSON.stringify(inTest)).toContain(accounts.test);
      expect(JSON.parse(back)).toEqual(workOf(deeds, agentId).call);
    }
  });
});

describe('what is seen of a call', () => {
  it.each([
    [{ ok: true, said: 'stored' }, 'allowed'],
    [{ ok: false, error: 'AccessDenied', message: '' }, 'denied'],
    [{ ok: false, error: 'AccessDeniedException', message: '' }, 'denied'],
    [{ ok: false, error: 'NoSuchBucket', message: '' }, 'failed: NoSuchBucket'],
    [{ ok: false, error: 'CredentialsProviderError', message: '' }, 'failed: CredentialsProviderError'],
  ] as const)('of %j is: %s', (answer, seen) => {
    expect(seenIn(answer)).toBe(seen);
  });
});
