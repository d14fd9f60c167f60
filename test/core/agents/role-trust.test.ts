import { describe, expect, it } from 'vitest';
import { catalogOf, trustedCallersOf } from '../../../lambdas/contracts/catalog.ts';
import { agentRoleArn, agentRoleName } from '../../../lambdas/contracts/resource-names.ts';
import { specifyRole } from '../../../lambdas/core/agents/role-specification.ts';
import { compileTrust, TRUST_POLICY_LIMIT } from '../../../lambdas/core/agents/role-trust.ts';
import { sessionTags } from '../../../lambdas/core/leases/session-tags.ts';
import { policySize } from '../../../lambdas/core/profiles/policy-document.ts';
import { deploymentOf } from '../../../lib/stacks/deployment-file.ts';
import type { AssumeRequest } from '../../../local/gate/assume-request.ts';
import type { Caller } from '../../../local/gate/caller.ts';
import type { Role } from '../../../local/gate/iam-state.ts';
import { principalContext, requestContext, trusted } from '../../../local/gate/trust.ts';
import {
  agentId,
  aLease,
  anAgent,
  environmentName,
  leaseId,
} from '../../support/contract-suites/entities.ts';
import { HUB, settingsOf } from '../../support/settings.ts';
import { profileName } from './registrations.ts';

const OTHER_ACCOUNT = '999999999999';
const ACTIONS = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];

const callersIn = (partition: string) =>
  trustedCallersOf({ ...deploymentOf(settingsOf()), partition, hubAccount: HUB });

const agent = anAgent('agent-one', {
  environment: environmentName('test'),
  profile: profileName('coding-agent'),
});
const TAGS = sessionTags(aLease(1, agent));

const roleIn = (partition: string): Role => ({
  name: agentRoleName(agent.agentId),
  arn: agentRoleArn({ partition, account: '222222222222', environment: 'test' }, agent.agentId),
  id: 'AROAAGENTONE',
  trust: compileTrust(agent, callersIn(partition)),
  maxSessionSeconds: 3600,
  tags: { 'mandate:agent': agent.agentId, 'mandate:environment': 'test' },
  boundaryArn: undefined,
});

/** A session of a role in an account, whose own policies permit everything. */
const callerOf = (arn: string): Caller => {
  const [, partition, , , account = ''] = arn.split(':');
  const name = arn.split('/').at(-1) ?? '';
  const role = { ...roleIn('aws'), name, arn, id: `AROA${name}`, trust: undefined };
  const session = `arn:${partition}:sts::${account}:assumed-role/${name}/session`;
  return { kind: 'role', account, arn: session, userId: `${role.id}:session`, role, session: undefined };
};

interface Attempt {
  readonly by?: string;
  readonly sourceIdentity?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Whether STS would give this caller a session of the agent’s role, as far as the trust policy goes. */
const letsIn = (attempt: Attempt = {}, partition = 'aws'): boolean => {
  const role = roleIn(partition);
  const caller = callerOf(attempt.by ?? callersIn(partition).broker);
  const request: AssumeRequest = {
    account: '222222222222',
    roleArn: role.arn,
    roleName: role.name,
    sessionName: leaseId(1),
    durationSeconds: 900,
    externalId: undefined,
    sourceIdentity: 'sourceIdentity' in attempt ? attempt.sourceIdentity : agent.agentId,
    tags: Object.entries(attempt.tags ?? TAGS).map(([key, value]) => ({ key, value })),
    transitiveTagKeys: [],
    inheritedTags: {},
    policy: undefined,
    managedPolicyArns: [],
  };
  const call = {
    service: 'sts',
    operation: 'AssumeRole',
    protocol: 'query',
    jsonVersion: '1.1',
    region: 'eu-central-1',
    params: {},
  } as const;
  const context = { ...principalContext(call, caller, 0), ...requestContext(request, role) };
  const everything = {
    name: 'administrator',
    policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  };
  const limit = { identity: [everything], boundary: undefined };
  const needed = ACTIONS.filter((action) => {
    if (action === 'sts:TagSession') return request.tags.length > 0;
    return action !== 'sts:SetSourceIdentity' || request.sourceIdentity !== undefined;
  });
  return needed.every((action) => trusted(action, caller, request, role, context, limit));
};

const without = (key: string) => Object.fromEntries(Object.entries(TAGS).filter(([name]) => name !== key));
const { broker, verifier } = callersIn('aws');
const PROBE = { 'mandate:probe': 'true' };

describe('the trust policy of an agent’s role', () => {
  it.each(['aws', 'aws-us-gov', 'aws-cn'])(
    'lets the broker in with a lease’s tags, in partition %s',
    (partition) => {
      expect(letsIn({}, partition)).toBe(true);
    },
  );

  it('lets the broker in with an elevation', () => {
    expect(letsIn({ tags: { ...TAGS, 'mandate:elevation': 'merge-pull-request:01KATRS' } })).toBe(true);
  });

  it('lets the verifier in when it says that it probes', () => {
    expect(letsIn({ by: verifier, tags: { ...TAGS, ...PROBE } })).toBe(true);
  });

  it.each([
    ['does not say that it probes', TAGS],
    ['says that it does not probe', { ...TAGS, 'mandate:probe': 'false' }],
    ['says so in capitals', { ...TAGS, 'mandate:probe': 'True' }],
  ])('refuses the verifier when it %s', (_, tags) => {
    expect(letsIn({ by: verifier, tags })).toBe(false);
  });

  it.each(Object.keys(TAGS))('refuses a session without %s, which would escape the stops on it', (key) => {
    expect(letsIn({ tags: without(key) })).toBe(false);
    expect(letsIn({ by: verifier, tags: { ...without(key), ...PROBE } })).toBe(false);
  });

  it.each([
    ['no tag at all', { tags: {} }],
    ['a tag that is not Mandate’s', { tags: { ...TAGS, team: 'a' } }],
    ['one of Mandate’s that it does not know', { tags: { ...TAGS, 'mandate:role': 'x' } }],
    ['one of Mandate’s in capitals', { tags: { ...without('mandate:lease'), 'Mandate:Lease': leaseId(1) } }],
    ['the tag of another agent', { tags: { ...TAGS, 'mandate:agent': 'agent-two' } }],
    ['the tag of another environment', { tags: { ...TAGS, 'mandate:environment': 'production' } }],
    ['the source identity of another agent', { sourceIdentity: 'agent-two' }],
    ['the source identity of nobody', { sourceIdentity: undefined }],
    ['a source identity in capitals', { sourceIdentity: 'Agent-One' }],
  ] satisfies [string, Attempt][])('refuses the broker with %s', (_, attempt) => {
    expect(letsIn(attempt)).toBe(false);
  });

  it.each([
    ['another role of the hub', `arn:aws:iam::${HUB}:role/Administrator`],
    [
      'a role of the hub with the broker’s name elsewhere',
      `arn:aws:iam::${HUB}:role/elsewhere/MandateBroker`,
    ],
    ['a role of the hub whose name begins like the broker’s', `${broker}2`],
    ['the broker of another account', broker.replace(HUB, OTHER_ACCOUNT)],
    ['the verifier of another account', verifier.replace(HUB, OTHER_ACCOUNT)],
    ['a role of the agent’s own account', 'arn:aws:iam::222222222222:role/MandateBroker'],
    ['itself', roleIn('aws').arn],
  ])('refuses %s, whatever it says', (_, by) => {
    expect(letsIn({ by })).toBe(false);
    expect(letsIn({ by, tags: { ...TAGS, ...PROBE } })).toBe(false);
  });

  it.each(['aws', 'aws-us-gov', 'aws-cn'])(
    'fits the quota with the longest ids, in partition %s',
    (partition) => {
      const longest = { agentId: agentId('a'.repeat(40)), environment: environmentName('e'.repeat(40)) };

      expect(policySize(compileTrust(longest, callersIn(partition)))).toBeLessThanOrEqual(TRUST_POLICY_LIMIT);
    },
  );
});

describe('the specification of an agent’s role', () => {
  const catalog = catalogOf(deploymentOf(settingsOf()));
  const profile = [...catalog.profiles.values()].find(({ environments }) => environments.length > 0);
  const environment = profile && catalog.environments.get(profile.environments[0] ?? environmentName('none'));
  if (profile === undefined || environment === undefined) throw new Error('the sample has no profile in use');
  const subject = anAgent('agent-one', { environment: environment.name, profile: profile.profile });
  const plan = { environment, profile, callers: callersIn('aws') };

  it('is of this agent, in its environment, under its profile', () => {
    expect(specifyRole(subject, plan)).toMatchObject({
      agentId: subject.agentId,
      environment: environment.name,
      tags: {
        'mandate:agent': subject.agentId,
        'mandate:environment': environment.name,
        'mandate:profile': profile.profile,
      },
      trust: compileTrust(subject, plan.callers),
      description: `Mandate: agent agent-one in ${environment.name}`,
    });
  });

  it('brings a stop list that denies whoever has no lease', () => {
    expect(specifyRole(subject, plan).emptyStopList.Statement.map(({ Sid }) => Sid)).toEqual([
      'WithoutLease',
    ]);
  });
});
