import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { policySize } from '../../../lambdas/core/profiles/policy-document.ts';
import { MERGE, READ_CODE } from '../../support/profiles.ts';
import { settingsOf } from '../../support/settings.ts';
import { appOf, stackOf, templateOf } from '../../support/templates.ts';

const template = templateOf('MandateWorkload-test');
const ROLES = 'arn:aws:iam::222222222222:role/mandate/test/mandate-*';
const MISSING_ROLES = 'arn:aws:iam::222222222222:role/mandate-*';
const STOP_LIST = 'arn:aws:iam::222222222222:policy/mandate/MandateStops-test';
const BOUNDARY = 'arn:aws:iam::222222222222:policy/mandate/MandateBoundary-test';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const statementsOf = (roleName: string): readonly Statement[] => {
  const [role] = Object.values(
    template.findResources('AWS::IAM::Role', { Properties: { RoleName: roleName } }),
  );
  return role?.['Properties'].Policies[0].PolicyDocument.Statement;
};
const actionsOf = (roleName: string) => statementsOf(roleName).flatMap(({ Action }) => Action);
const allowing = (action: string) =>
  statementsOf('MandateProvisioner-test').filter(({ Action }) => [Action].flat().includes(action));

describe('the boundary', () => {
  it('is where and what the provisioner expects, under one logical id', () => {
    const [[id, policy] = []] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy'));

    expect(id).toBe('Boundary');
    expect(policy?.['Properties']).toMatchObject({
      ManagedPolicyName: 'MandateBoundary-test',
      Path: '/mandate/',
    });
    expect(policySize(policy?.['Properties'].PolicyDocument)).toBeLessThanOrEqual(6144);
  });
});

describe('the provisioner', () => {
  it('is trusted by the one role of the hub, which has to say for which environment', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'MandateProvisioner-test',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { AWS: 'arn:aws:iam::111111111111:root' },
            Condition: {
              ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/MandateProvisioner' },
              StringEquals: { 'sts:ExternalId': 'mandate:111111111111:test' },
            },
          },
        ],
      },
    });
  });

  it('reaches the environment’s agent roles and its stop list, and nothing else', () => {
    const resources = statementsOf('MandateProvisioner-test').map(({ Resource }) => Resource);

    expect([...new Set(resources)]).toEqual([ROLES, MISSING_ROLES, STOP_LIST]);
  });

  it('sees whether a role is missing, and does nothing else outside its path', () => {
    const outside = statementsOf('MandateProvisioner-test').filter(
      ({ Resource }) => Resource === MISSING_ROLES,
    );

    expect(outside.map(({ Action }) => Action)).toEqual(['iam:GetRole']);
  });

  it.each([
    'iam:CreateRole',
    'iam:PutRolePolicy',
    'iam:DeleteRolePolicy',
    'iam:AttachRolePolicy',
    'iam:DetachRolePolicy',
  ])('may %s only where the boundary is', (action) => {
    const statements = allowing(action);

    expect(statements).toHaveLength(1);
    expect(statements[0]?.Condition?.['StringEquals']).toMatchObject({ 'iam:PermissionsBoundary': BOUNDARY });
  });

  it.each(['iam:AttachRolePolicy', 'iam:DetachRolePolicy'])('may %s for the stop list alone', (action) => {
    expect(allowing(action)[0]?.Condition?.['ArnEquals']).toEqual({ 'iam:PolicyARN': STOP_LIST });
  });

  it.each(['iam:CreateRole', 'iam:TagRole'])('may %s with its own tags only', (action) => {
    expect(allowing(action)[0]?.Condition).toMatchObject({
      'ForAllValues:StringEquals': {
        'aws:TagKeys': ['mandate:agent', 'mandate:environment', 'mandate:profile'],
      },
      Null: { 'aws:TagKeys': 'false' },
    });
  });

  it('may never change a boundary, pass a role or write the stop list', () => {
    expect(actionsOf('MandateProvisioner-test')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Boundary|PassRole|CreatePolicyVersion|\*/)]),
    );
  });
});

describe('the stop writer', () => {
  it('may write the stop list, and touch no role', () => {
    expect(statementsOf('MandateStopWriter-test').map(({ Resource }) => Resource)).toEqual([STOP_LIST]);
    expect(actionsOf('MandateStopWriter-test')).toEqual([
      'iam:CreatePolicy',
      'iam:CreatePolicyVersion',
      'iam:DeletePolicyVersion',
      'iam:GetPolicyVersion',
      'iam:ListPolicyVersions',
    ]);
  });
});

describe('the workload stack', () => {
  it('has a heartbeat for probes to read', () => {
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/mandate/test/heartbeat',
      Type: 'String',
    });
  });

  it('leaves the stop list to the runtime, so that no deploy can roll a stop back', () => {
    expect(JSON.stringify(template.findResources('AWS::IAM::ManagedPolicy'))).not.toContain('MandateStops');
  });

  it('says what it weakens where environments share an account', () => {
    const environments = [
      { name: 'test', account: '222222222222' },
      { name: 'staging', account: '222222222222' },
    ];
    const profiles = settingsOf().profiles.map((profile) => ({
      ...profile,
      environments: profile.environments.slice(0, 2),
    }));
    const shared = stackOf(appOf({ ...settingsOf({ environments }), profiles }), 'MandateWorkload-test');

    Annotations.fromStack(shared).hasWarning(
      '*',
      Match.stringLikeRegexp('test shares account 222222222222 with staging'),
    );
    Annotations.fromStack(stackOf(appOf(), 'MandateWorkload-test')).hasNoWarning('*', Match.anyValue());
  });

  it('says which services the boundary widened', () => {
    const [profile] = settingsOf().profiles;
    if (profile === undefined) throw new Error('there is no sample profile');
    const actions = Array.from({ length: 300 }, (_, index) => `ec2:DescribeSomethingNumber${index}`);
    const settings = {
      ...settingsOf(),
      profiles: [{ ...profile, permissions: [{ ...READ_CODE, actions }], elevated: [MERGE] }],
    };

    Annotations.fromStack(stackOf(appOf(settings), 'MandateWorkload-test')).hasWarning(
      '*',
      Match.stringLikeRegexp('it now admits all of ec2'),
    );
  });
});
