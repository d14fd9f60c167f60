import { readFileSync } from 'node:fs';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandOutput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { adminConfig, armFault, clearFaults } from '../../support/clients.ts';
import { callsOf } from '../../support/logged-calls.ts';

/** The gate in front of a real emulator, with the SDK's own clients. */

const emulator = inject('emulator');
const { hub, test: account } = emulator.accounts;
const bucket = `gate-code-${account}`;
const roleName = 'mandate-gate-a1';
const stopsArn = `arn:aws:iam::${account}:policy/mandate/MandateStops-gate`;

const admin = (of: string) => ({ ...adminConfig(emulator, of), forcePathStyle: true, maxAttempts: 1 });
const as = ({ Credentials: given }: AssumeRoleCommandOutput) => ({
  ...admin(account),
  credentials: {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  },
});

const assume = (owner: string) =>
  new STSClient(admin(hub)).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/mandate/test/${roleName}`,
      RoleSessionName: 'lease-1',
      Tags: [{ Key: 'mandate:owner', Value: owner }],
    }),
  );
const read = (lease: AssumeRoleCommandOutput) =>
  new S3Client(as(lease)).send(new GetObjectCommand({ Bucket: bucket, Key: 'main/read me.txt' }));

const document = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

const stopsOn = (owner: string): string =>
  document({
    Sid: 'Owners',
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalTag/mandate:owner': [owner] } },
  });

describe('the gate in front of the emulator', () => {
  beforeAll(() => seed(new IAMClient(admin(account)), new S3Client(admin(account))));
  afterEach(() => clearFaults(emulator));

  it('knows callers by their signature', async () => {
    const wrong = new STSClient({
      ...admin(hub),
      credentials: { accessKeyId: hub, secretAccessKey: 'wrong' },
    });

    const identity = await new STSClient(as(await assume('e1'))).send(new GetCallerIdentityCommand({}));

    expect(identity.Arn).toBe(`arn:aws:sts::${account}:assumed-role/${roleName}/lease-1`);
    await expect(wrong.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  it('holds a session to the permissions of its role', async () => {
    const lease = await assume('e1');

    await expect(read(lease)).resolves.toBeDefined();
    await expect(
      new S3Client(as(lease)).send(new PutObjectCommand({ Bucket: bucket, Key: 'main/x', Body: 'x' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('logs every permission that a call takes', async () => {
    await assume('e1');

    const calls = await callsOf(emulator, `arn:aws:iam::${hub}:root`);
    const resource = `arn:aws:iam::${account}:role/mandate/test/${roleName}`;
    expect(calls.findLast(({ operation }) => operation === 'AssumeRole')?.needs).toEqual([
      { action: 'sts:AssumeRole', resource },
      { action: 'sts:TagSession', resource },
    ]);
  });

  it('stops live sessions by one policy version, and only those', async () => {
    const [stopped, other] = await Promise.all([assume('e1'), assume('e2')]);

    await new IAMClient(admin(account)).send(
      new CreatePolicyVersionCommand({
        PolicyArn: stopsArn,
        PolicyDocument: stopsOn('e1'),
        SetAsDefault: true,
      }),
    );

    await expect(read(stopped)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(read(other)).resolves.toBeDefined();
  });

  it('injects a fault as often as asked, and none after they are cleared', async () => {
    const role = () => new IAMClient(admin(account)).send(new GetRoleCommand({ RoleName: roleName }));
    const fault = {
      match: { service: 'iam', operation: 'GetRole' },
      error: { code: 'ServiceUnavailable', status: 503 },
    };

    await armFault(emulator, { ...fault, times: 1 });
    await expect(role()).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    await expect(role()).resolves.toBeDefined();

    await armFault(emulator, fault);
    await clearFaults(emulator);
    await expect(role()).resolves.toBeDefined();
  });

  it('takes faults from those who hold the secret only', async () => {
    const stranger = { ...emulator, adminSecret: 'wrong' };

    await expect(armFault(stranger, { match: {}, delayMs: 1 })).rejects.toThrow('403');
  });

  it('lets nobody empty the emulator', async () => {
    const reset = await fetch(`${emulator.endpointUrl}/_ministack/reset`, { method: 'POST' });

    expect(reset.status).toBe(403);
  });

  it('ends sessions with their role, and writes no secret to its log', async () => {
    const lease = await assume('e2');
    const iam = new IAMClient(admin(account));

    await iam.send(new DetachRolePolicyCommand({ RoleName: roleName, PolicyArn: stopsArn }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: 'profile' }));
    await iam.send(new DeleteRoleCommand({ RoleName: roleName }));

    await expect(read(lease)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    const log = readFileSync(emulator.callLog, 'utf8');
    expect(log).toContain(`"statement":"${stopsArn}#Owners"`);
    expect(log).not.toContain(lease.Credentials?.SecretAccessKey);
    expect(log).not.toContain(emulator.adminSecret);
  });
});

const seed = async (iam: IAMClient, s3: S3Client): Promise<void> => {
  const RoleName = roleName;
  const principal = { AWS: `arn:aws:iam::${hub}:root` };
  const trust = { Effect: 'Allow', Principal: principal, Action: ['sts:AssumeRole', 'sts:TagSession'] };
  const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/main/*` };
  await iam.send(
    new CreateRoleCommand({ RoleName, Path: '/mandate/test/', AssumeRolePolicyDocument: document(trust) }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'profile', PolicyDocument: document(allow) }),
  );
  const stops = { PolicyName: 'MandateStops-gate', Path: '/mandate/', PolicyDocument: stopsOn('nobody') };
  await iam.send(new CreatePolicyCommand(stops));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: stopsArn }));
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'main/read me.txt', Body: 'hello' }));
};
