import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, hub } from './support.ts';

/** The gate in front of a real emulator, with the SDK's own clients. */

const python = process.env['MANDATE_TEST_MINISTACK_PYTHON'];
const secret = 'a-secret-of-this-test';
const bucket = `acme-code-${account}`;

describe.skipIf(python === undefined)('the gate in front of the emulator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mandate-gate-'));
  const processes: ChildProcess[] = [];
  let endpoint = '';

  const admin = (of: string) => ({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: of, secretAccessKey: secret },
  });
  const as = ({ Credentials: given }: AssumeRoleCommandOutput) => ({
    ...admin(account),
    credentials: {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    },
  });

  beforeAll(async () => {
    const upstream = await startEmulator(folder, processes);
    endpoint = await startGate(folder, upstream, processes);
    await seed(new IAMClient(admin(account)), new S3Client(admin(account)));
  }, 30_000);

  afterAll(async () => {
    for (const child of processes.reverse()) {
      if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const assume = (owner: string) =>
    new STSClient(admin(hub)).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account}:role/mandate/test/mandate-a1`,
        RoleSessionName: 'lease-1',
        Tags: [{ Key: 'mandate:owner', Value: owner }],
      }),
    );
  const read = (lease: AssumeRoleCommandOutput) =>
    new S3Client(as(lease)).send(new GetObjectCommand({ Bucket: bucket, Key: 'main/read me.txt' }));

  it('knows callers by their signature', async () => {
    const wrong = new STSClient({
      ...admin(hub),
      credentials: { accessKeyId: hub, secretAccessKey: 'wrong' },
    });

    const identity = await new STSClient(as(await assume('e1'))).send(new GetCallerIdentityCommand({}));

    expect(identity.Arn).toBe(`arn:aws:sts::${account}:assumed-role/mandate-a1/lease-1`);
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

  it('stops live sessions by one policy version, and only those', async () => {
    const [stopped, other] = await Promise.all([assume('e1'), assume('e2')]);

    await new IAMClient(admin(account)).send(
      new CreatePolicyVersionCommand({
        PolicyArn: `arn:aws:iam::${account}:policy/mandate/MandateStops-test`,
        PolicyDocument: stopsOn('e1'),
        SetAsDefault: true,
      }),
    );

    await expect(read(stopped)).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(read(other)).resolves.toBeDefined();
  });

  it('injects a fault once, for those who hold the secret', async () => {
    const fault = {
      match: { service: 'iam', operation: 'GetRole' },
      error: { code: 'ServiceUnavailable', status: 503 },
      times: 1,
    };
    const post = (bearer: string) =>
      fetch(`${endpoint}/_gate/faults`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}` },
        body: JSON.stringify(fault),
      });

    expect((await post('wrong')).status).toBe(403);
    expect((await post(secret)).status).toBe(200);
    const get = () => new IAMClient(admin(account)).send(new GetRoleCommand({ RoleName: 'mandate-a1' }));
    await expect(get()).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    await expect(get()).resolves.toBeDefined();
    expect((await fetch(`${endpoint}/_ministack/reset`, { method: 'POST' })).status).toBe(403);
  });

  it('ends sessions with their role, and writes no secret to its log', async () => {
    const lease = await assume('e2');
    const iam = new IAMClient(admin(account));
    const RoleName = 'mandate-a1';
    const PolicyArn = `arn:aws:iam::${account}:policy/mandate/MandateStops-test`;

    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'profile' }));
    await iam.send(new DeleteRoleCommand({ RoleName }));

    await expect(read(lease)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    const log = readFileSync(join(folder, 'calls.jsonl'), 'utf8');
    expect(log).toContain('"statement":"arn:aws:iam::222222222222:policy/mandate/MandateStops-test#Owners"');
    expect(log).not.toContain(lease.Credentials?.SecretAccessKey);
    expect(log).not.toContain(secret);
  });
});

function stopsOn(owner: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Owners',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalTag/mandate:owner': [owner] } },
      },
    ],
  });
}

async function startEmulator(folder: string, processes: ChildProcess[]): Promise<string> {
  const port = await getPort();
  const env = {
    ...process.env,
    BIND_HOST: '127.0.0.1',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    GATEWAY_PORT: String(port),
    STATE_DIR: join(folder, 'state'),
    S3_DATA_DIR: join(folder, 's3'),
  };
  processes.push(spawn(python ?? '', ['-m', 'ministack'], { env, stdio: 'ignore' }));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const healthy = await fetch(`${url}/_ministack/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return url;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the emulator did not start');
}

async function startGate(folder: string, upstream: string, processes: ChildProcess[]): Promise<string> {
  const config = join(folder, 'gate.json');
  writeFileSync(
    config,
    JSON.stringify({ accounts: { hub, test: account }, adminSecret: secret, region: 'us-east-1' }),
  );
  const flags = [
    '--port',
    '0',
    '--upstream',
    upstream,
    '--state-file',
    config,
    '--call-log',
    join(folder, 'calls.jsonl'),
  ];
  const gate = spawn(process.execPath, ['local/gate/main.ts', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(gate);
  const [line] = await once(createInterface(gate.stdout), 'line');
  return JSON.parse(String(line)).url;
}

async function seed(iam: IAMClient, s3: S3Client): Promise<void> {
  const RoleName = 'mandate-a1';
  const principal = { AWS: `arn:aws:iam::${hub}:root` };
  const trust = { Effect: 'Allow', Principal: principal, Action: ['sts:AssumeRole', 'sts:TagSession'] };
  const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/main/*` };
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await iam.send(
    new CreateRoleCommand({ RoleName, Path: '/mandate/test/', AssumeRolePolicyDocument: document(trust) }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'profile', PolicyDocument: document(allow) }),
  );
  const stops = new CreatePolicyCommand({
    PolicyName: 'MandateStops-test',
    Path: '/mandate/',
    PolicyDocument: stopsOn('nobody'),
  });
  const { Policy } = await iam.send(stops);
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'main/read me.txt', Body: 'hello' }));
}
