import { beforeEach, describe, expect, it } from 'vitest';
import { assumeRole, type StsDependencies } from '../../../local/gate/assume-role.ts';
import type { RoleCaller } from '../../../local/gate/authorize.ts';
import type { IamState, Role } from '../../../local/gate/iam-state.ts';
import { type Sessions, sessionStore } from '../../../local/gate/sessions.ts';
import type { Call } from '../../../local/gate/wire.ts';
import { account, hub } from './support.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const agentArn = `arn:aws:iam::${account}:role/mandate/test/mandate-a1`;
const brokerArn = `arn:aws:iam::${hub}:role/MandateBroker`;

const trust = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${hub}:root` },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: {
        StringEquals: {
          'aws:PrincipalArn': brokerArn,
          'sts:SourceIdentity': 'a1',
          'aws:RequestTag/mandate:agent': 'a1',
        },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['mandate:agent', 'mandate:owner'] },
        Null: {
          'aws:TagKeys': 'false',
          'aws:RequestTag/mandate:owner': 'false',
          'aws:RequestTag/mandate:probe': 'true',
        },
      },
    },
  ],
};

function role(name: string, arn: string, document: unknown): Role {
  return {
    name,
    arn,
    id: `AROA${name}`,
    trust: document,
    maxSessionSeconds: 3600,
    tags: {},
    boundaryArn: undefined,
  };
}

const agent = role('mandate-a1', agentArn, trust);
const broker = role('MandateBroker', brokerArn, undefined);

function caller(): RoleCaller {
  const arn = `arn:aws:sts::${hub}:assumed-role/MandateBroker/mandate-broker`;
  return { kind: 'role', account: hub, arn, userId: 'AROA:mandate-broker', role: broker, session: undefined };
}

const lease = {
  Action: 'AssumeRole',
  RoleArn: agentArn,
  RoleSessionName: 'lease-1',
  SourceIdentity: 'a1',
  'Tags.member.1.Key': 'mandate:agent',
  'Tags.member.1.Value': 'a1',
  'Tags.member.2.Key': 'mandate:owner',
  'Tags.member.2.Value': 'e1',
};

function call(params: Record<string, string | undefined> = {}): Call {
  const merged = Object.fromEntries(
    Object.entries({ ...lease, ...params }).filter(([, value]) => value !== undefined),
  );
  return {
    service: 'sts',
    operation: 'AssumeRole',
    protocol: 'query',
    jsonVersion: '1.1',
    region: 'us-east-1',
    params: merged,
  };
}

const answer =
  '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-01-02T04:04:05Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>';

function dependenciesWith(allowed: string[], sessions: Sessions): StsDependencies & { asked: string[] } {
  const asked: string[] = [];
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: allowed, Resource: 'arn:aws:iam::*:role/mandate/*' }],
  };
  const iam: Partial<IamState> = {
    role: async (owner, name) => (owner === account && name === 'mandate-a1' ? agent : undefined),
    policiesOf: async () => ({ identity: [{ name: 'assume', policy }], boundary: undefined }),
  };
  return {
    asked,
    sessions,
    accounts: new Set([hub, account]),
    now: () => now,
    // the two readers above are all that AssumeRole uses
    iam: iam as IamState,
    upstream: {
      send: () => Promise.reject(new Error('not used')),
      ask: async (owner) => {
        asked.push(owner);
        return { status: 200, headers: {}, body: Buffer.from(answer) };
      },
      close: () => undefined,
    },
  };
}

const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

describe('AssumeRole', () => {
  let sessions: Sessions;

  beforeEach(() => {
    sessions = sessionStore();
  });

  it('creates the session in the account of the role and learns it', async () => {
    const dependencies = dependenciesWith(all, sessions);

    const response = await assumeRole(call(), caller(), dependencies);

    expect(dependencies.asked).toEqual([account]);
    expect(response.body.toString()).toContain('<SourceIdentity>a1</SourceIdentity>');
    expect(sessions.find('ASIA1', 't', now)).toMatchObject({
      account,
      sourceIdentity: 'a1',
      tags: { 'mandate:agent': 'a1', 'mandate:owner': 'e1' },
    });
    expect(() => sessions.find('ASIA1', 't', now + 3_600_000)).toThrow('expired');
    expect(() => sessions.find('ASIA1', 'other', now)).toThrow('invalid');
  });

  it.each([
    ['another source identity', { SourceIdentity: 'a2' }],
    ['no source identity', { SourceIdentity: undefined }],
    ['another agent', { 'Tags.member.1.Value': 'a2' }],
    ['a tag missing', { 'Tags.member.2.Key': undefined, 'Tags.member.2.Value': undefined }],
    ['no tags', { 'Tags.member.1.Key': undefined, 'Tags.member.2.Key': undefined }],
    ['a tag too many', { 'Tags.member.3.Key': 'mandate:probe', 'Tags.member.3.Value': 'true' }],
    ['a role that is not there', { RoleArn: `${agentArn}x` }],
    ['the wrong path', { RoleArn: agentArn.replace('/test/', '/production/') }],
  ])('is denied with %s', async (_name, params) => {
    const dependencies = dependenciesWith(all, sessions);

    await expect(assumeRole(call(params), caller(), dependencies)).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
    });
    expect(dependencies.asked).toEqual([]);
  });

  it.each(all)('needs %s of the caller across accounts', async (missing) => {
    const dependencies = dependenciesWith(
      all.filter((action) => action !== missing),
      sessions,
    );

    await expect(assumeRole(call(), caller(), dependencies)).rejects.toThrow(
      `is not authorized to perform: ${missing} on resource: ${agentArn}`,
    );
  });

  it('does not take an administrator for the broker', async () => {
    const admin = { kind: 'admin', account: hub, arn: `arn:aws:iam::${hub}:root`, userId: hub } as const;

    await expect(assumeRole(call(), admin, dependenciesWith([], sessions))).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });

  it.each([
    ['a duration below 15 minutes', { DurationSeconds: '899' }, 'ValidationError'],
    ['more than an hour in a chain', { DurationSeconds: '3601' }, 'ValidationError'],
    ['a bad session name', { RoleSessionName: 'lease 1' }, 'ValidationError'],
    ['a bad source identity', { SourceIdentity: 'a b' }, 'ValidationError'],
    ['a session policy that is too long', { Policy: ' '.repeat(2049) }, 'ValidationError'],
    ['a session policy that is not JSON', { Policy: '{' }, 'MalformedPolicyDocument'],
    ['duplicate tag keys', { 'Tags.member.2.Key': 'Mandate:Agent' }, 'InvalidParameterValue'],
    ['an unknown transitive key', { 'TransitiveTagKeys.member.1': 'x' }, 'InvalidParameterValue'],
  ])('refuses %s', async (_name, params, code) => {
    await expect(assumeRole(call(params), caller(), dependenciesWith(all, sessions))).rejects.toMatchObject({
      code,
    });
  });
});
