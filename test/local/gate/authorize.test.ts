import { describe, expect, it } from 'vitest';
import {
  callerContext,
  evaluate,
  type Policies,
  type RoleCaller,
  refusalOf,
} from '../../../local/gate/authorize.ts';
import type { Session } from '../../../local/gate/sessions.ts';
import { account, hub } from './support.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const bucket = `arn:aws:s3:::acme-code-${account}`;

function caller(tags: Record<string, string> = {}): RoleCaller {
  const arn = `arn:aws:sts::${account}:assumed-role/mandate-a1/lease1`;
  const session: Session = {
    accessKeyId: 'ASIA1',
    secret: 's',
    token: 't',
    account,
    roleName: 'mandate-a1',
    roleId: 'AROA1',
    arn,
    userId: 'AROA1:lease1',
    issuedAt: now,
    expiresAt: now + 3_600_000,
    tags,
    transitiveTagKeys: [],
    sourceIdentity: 'a1',
    policy: undefined,
    managedPolicyArns: [],
  };
  const role = {
    name: 'mandate-a1',
    arn: `arn:aws:iam::${account}:role/mandate/test/mandate-a1`,
    id: 'AROA1',
    trust: undefined,
    maxSessionSeconds: 3600,
    tags: { 'Mandate:Owner': 'from-role' },
    boundaryArn: undefined,
  };
  return { kind: 'role', account, arn, userId: session.userId, role, session };
}

function policies(...statements: object[]): Policies {
  const identity = statements.map((statement, n) => ({
    name: `policy${n}`,
    policy: { Version: '2012-10-17', Statement: [statement] },
  }));
  return { identity, boundary: undefined, session: undefined };
}

const read = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/main/*` };
const stop = {
  Sid: 'Owners',
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalTag/mandate:owner': ['e1'] } },
};

function ask(who: RoleCaller, held: Policies, action: string, resource: string) {
  return evaluate(who, held, { action, resource }, callerContext(who, 'us-east-1', now));
}

describe('evaluation', () => {
  it('allows what a policy allows, and says which', async () => {
    const verdict = await ask(caller(), policies(read), 's3:GetObject', `${bucket}/main/x`);

    expect(verdict).toMatchObject({ allowed: true, statement: 'policy0#Read' });
  });

  it('denies the rest, in the words of AWS', async () => {
    const who = caller();

    const verdict = await ask(who, policies(read), 's3:PutObject', `${bucket}/main/x`);

    expect(refusalOf(who, verdict).message).toBe(
      `User: ${who.arn} is not authorized to perform: s3:PutObject on resource: ${bucket}/main/x because no identity-based policy allows the s3:PutObject action`,
    );
  });

  it('lets a deny on a session tag win', async () => {
    const stopped = await ask(
      caller({ 'mandate:owner': 'e1' }),
      policies(read, stop),
      's3:GetObject',
      `${bucket}/main/x`,
    );
    const other = await ask(
      caller({ 'mandate:owner': 'e2' }),
      policies(read, stop),
      's3:GetObject',
      `${bucket}/main/x`,
    );

    expect(stopped).toMatchObject({ allowed: false, statement: 'policy1#Owners' });
    expect(stopped.reason).toBe('with an explicit deny in an identity-based policy');
    expect(other.allowed).toBe(true);
  });

  it('replaces a role tag by the session tag of the same key, whatever its case', () => {
    const context = callerContext(caller({ 'mandate:owner': 'e1' }), 'us-east-1', now);

    expect(Object.entries(context).filter(([key]) => key.toLowerCase().includes('owner'))).toEqual([
      ['aws:PrincipalTag/mandate:owner', 'e1'],
    ]);
  });

  it('needs the boundary and the session policy as well', async () => {
    const nothing = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }],
    };
    const bounded = { ...policies(read), boundary: { name: 'boundary', policy: nothing } };
    const narrowed = { ...policies(read), session: nothing };

    const byBoundary = await ask(caller(), bounded, 's3:GetObject', `${bucket}/main/x`);
    const bySession = await ask(caller(), narrowed, 's3:GetObject', `${bucket}/main/x`);

    expect(byBoundary.reason).toBe('because no permissions boundary allows the s3:GetObject action');
    expect(bySession.reason).toBe('because no session policy allows the s3:GetObject action');
  });

  it('never allows a resource of another account', async () => {
    const all = policies({ Effect: 'Allow', Action: '*', Resource: '*' });

    const verdict = await ask(caller(), all, 'sqs:SendMessage', `arn:aws:sqs:us-east-1:${hub}:mandate-stops`);

    expect(verdict.reason).toBe('because no resource-based policy allows the sqs:SendMessage action');
  });

  it('denies an action that does not exist', async () => {
    const all = policies({ Effect: 'Allow', Action: '*', Resource: '*' });

    expect((await ask(caller(), all, 's3:Nonsense', `${bucket}/x`)).allowed).toBe(false);
  });

  it.each([
    ['cloudwatch:PutMetricData', '*'],
    ['iam:ListRoles', '*'],
    ['logs:PutLogEvents', `arn:aws:logs:us-east-1:${account}:log-group:g:log-stream:s`],
    ['xray:PutTraceSegments', '*'],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${account}:secret:s-000000`],
    ['dynamodb:GetRecords', `arn:aws:dynamodb:us-east-1:${account}:table/t/stream/2026-01-01T00:00:00.000`],
    ['lambda:InvokeFunction', `arn:aws:lambda:us-east-1:${account}:function:f`],
    ['cloudformation:DescribeStacks', `arn:aws:cloudformation:us-east-1:${account}:stack/s/0`],
  ])('can evaluate %s on %s', async (action, resource) => {
    const all = policies({ Effect: 'Allow', Action: '*', Resource: '*' });

    expect(await ask(caller(), all, action, resource)).toMatchObject({ allowed: true });
  });
});
