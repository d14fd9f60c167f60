import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBoundary } from '../../../lambdas/core/profiles/boundary.ts';
import { MANAGED_POLICY_LIMIT, policySize } from '../../../lambdas/core/profiles/policy-document.ts';
import { MERGE, profileOf, READ_CODE } from '../../support/profiles.ts';

const BOUNDARY_TARGET = {
  partition: 'aws',
  region: 'eu-central-1',
  account: '222222222222',
  environment: 'test',
  hubAccount: '111111111111',
  hubRegion: 'eu-west-1',
  busName: 'mandate',
};

const statement = (sid: string, ...profiles: Parameters<typeof compileBoundary>[0]) =>
  compileBoundary(profiles, BOUNDARY_TARGET).document.Statement.find(({ Sid }) => Sid === sid);

const service = fc.stringMatching(/^[a-z]{2,12}$/);
const action = fc
  .tuple(service, fc.stringMatching(/^[A-Z][A-Za-z]{3,30}$/))
  .map(([name, verb]) => `${name}:${verb}`);

describe('the permissions boundary', () => {
  it('admits the actions of the environment’s profiles, elevated ones too, sorted and each once', () => {
    const other = profileOf({
      permissions: [{ ...READ_CODE, actions: ['dynamodb:GetItem', 's3:getobject'] }],
    });
    const [test] = profileOf().environments;
    const elsewhere = profileOf({
      environments: profileOf().environments.filter((name) => name !== test),
      permissions: [{ ...READ_CODE, actions: ['sqs:SendMessage'] }],
    });

    expect(
      statement('Profiles', profileOf(), other, elsewhere)?.Action?.map((name) => name.toLowerCase()),
    ).toEqual(['dynamodb:getitem', 's3:getobject', 's3:putobject']);
  });

  it('admits nothing but the heartbeat where no profile is allowed', () => {
    const { document } = compileBoundary([], BOUNDARY_TARGET);

    expect(document.Statement.filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Sid: 'Heartbeat',
        Effect: 'Allow',
        Action: ['ssm:GetParameter'],
        Resource: ['arn:aws:ssm:eu-central-1:222222222222:parameter/mandate/test/heartbeat'],
      },
    ]);
  });

  it('denies identities, Mandate itself and other accounts', () => {
    expect(statement('NoIdentityActions')?.Action).toEqual(
      expect.arrayContaining([
        'iam:*',
        'organizations:*',
        'account:*',
        'sts:AssumeRole*',
        'sts:GetWebIdentityToken',
      ]),
    );
    expect(statement('NotMandateItself')?.Resource).toEqual(
      expect.arrayContaining([
        'arn:aws:dynamodb:eu-west-1:111111111111:table/mandate',
        'arn:aws:events:eu-west-1:111111111111:event-bus/mandate',
        'arn:aws:sqs:eu-west-1:111111111111:mandate-*',
        'arn:aws:lambda:eu-west-1:111111111111:function:mandate-*',
      ]),
    );
    expect(statement('NoOtherAccount')).toMatchObject({
      Action: ['*'],
      Condition: {
        StringNotEquals: { 'aws:ResourceAccount': '222222222222' },
        Null: { 'aws:ResourceAccount': 'false' },
      },
    });
  });

  it('lets a probe read the heartbeat and nothing else', () => {
    const probe = { StringEquals: { 'aws:PrincipalTag/mandate:probe': 'true' } };

    expect(statement('ProbesReadOnly')).toMatchObject({ NotAction: ['ssm:GetParameter'], Condition: probe });
    expect(statement('ProbesReadHeartbeat')).toMatchObject({
      Action: ['ssm:GetParameter'],
      NotResource: ['arn:aws:ssm:eu-central-1:222222222222:parameter/mandate/test/heartbeat'],
      Condition: probe,
    });
  });

  it('always fits, and never admits less than the profiles name', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 500 }), (actions) => {
        const profile = profileOf({ permissions: [{ ...READ_CODE, actions }], elevated: [] });
        const { document, collapsed } = compileBoundary([profile], BOUNDARY_TARGET);
        const admitted = new Set(document.Statement[0]?.Action);

        expect(policySize(document)).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
        const lower = new Set([...admitted].map((name) => name.toLowerCase()));
        for (const name of actions) {
          expect(lower.has(name.toLowerCase()) || admitted.has(`${name.split(':')[0]}:*`)).toBe(true);
        }
        for (const name of collapsed) expect(admitted.has(`${name}:*`)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('says so when even whole services are too many', () => {
    const actions = Array.from({ length: 600 }, (_, index) => `service${index}:DoSomething`);

    expect(
      compileBoundary([profileOf({ permissions: [{ ...READ_CODE, actions }] })], BOUNDARY_TARGET).fits,
    ).toBe(false);
  });

  it('widens the services that take the most room, says which, and leaves the others as they are', () => {
    const many = Array.from({ length: 300 }, (_, index) => `ec2:DescribeSomethingNumber${index}`);
    const profile = profileOf({
      permissions: [{ ...READ_CODE, actions: [...many, 's3:GetObject'] }],
      elevated: [{ ...MERGE, actions: ['s3:PutObject'] }],
    });

    const { document, collapsed } = compileBoundary([profile], BOUNDARY_TARGET);

    expect(collapsed).toEqual(['ec2']);
    expect(document.Statement[0]?.Action).toEqual(['ec2:*', 's3:GetObject', 's3:PutObject']);
  });
});
