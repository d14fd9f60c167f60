import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { build } from 'esbuild';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { askEmulator } from '../../../local/environment/ask-emulator.ts';
import { adminConfig } from '../../support/clients.ts';

/** Functions that the emulator runs, with clients of the SDK that are given nothing but their environment. */

const emulator = inject('emulator');
const account = emulator.accounts.hub;
const functionName = 'gate-caller';
const roleName = 'GateCaller';
const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${service === 'iam' ? '' : emulator.region}:${account}:${resource}`;

describe('a function behind the gate', () => {
  beforeAll(deployFunction, 30_000);

  it('is its own role', async () => {
    const { caller } = await invoke();

    expect(caller).toBe(`arn:aws:sts::${account}:assumed-role/${roleName}/${functionName}`);
  });

  it('may do what its role allows, also where a queue is named by its URL', async () => {
    const { allowed } = await invoke();

    expect(allowed).toBe('sent');
    expect(loggedCalls()).toContainEqual(
      expect.objectContaining({
        principal: `arn:aws:sts::${account}:assumed-role/${roleName}/${functionName}`,
        operation: 'SendMessage',
        resource: arnOf('sqs', 'gate-allowed'),
        decision: 'allow',
        statement: 'send#Send',
      }),
    );
  });

  it('may do nothing else', async () => {
    const { denied } = await invoke();

    expect(denied).toContain(
      `not authorized to perform: sqs:SendMessage on resource: ${arnOf('sqs', 'gate-denied')}`,
    );
  });
});

const handler = `
  import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
  import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
  const send = (QueueUrl) =>
    new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' })).then(() => 'sent', (error) => error.message);
  export const handler = async () => ({
    caller: (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn,
    allowed: await send(process.env.ALLOWED_QUEUE_URL),
    denied: await send(process.env.DENIED_QUEUE_URL),
  });
`;

const bundled = async (): Promise<string> => {
  const stdin = { contents: handler, resolveDir: join(import.meta.dirname, '../../..') };
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
};

const template = (code: string): string => {
  const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
  const lambda = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const send = {
    Sid: 'Send',
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: arnOf('sqs', 'gate-allowed'),
  };
  const queue = (QueueName: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });
  const role = {
    RoleName: roleName,
    AssumeRolePolicyDocument: document(lambda),
    Policies: [{ PolicyName: 'send', PolicyDocument: document(send) }],
  };
  const variables = {
    AWS_SDK_UA_APP_ID: functionName,
    ALLOWED_QUEUE_URL: { Ref: 'Allowed' },
    DENIED_QUEUE_URL: { Ref: 'Denied' },
  };
  const caller = {
    FunctionName: functionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Timeout: 10,
    Code: { ZipFile: code },
    Environment: { Variables: variables },
  };
  return JSON.stringify({
    Resources: {
      Allowed: queue('gate-allowed'),
      Denied: queue('gate-denied'),
      Role: { Type: 'AWS::IAM::Role', Properties: role },
      Function: { Type: 'AWS::Lambda::Function', Properties: caller },
    },
  });
};

// a declaration, because `beforeAll` above needs it before this line is reached
async function deployFunction(): Promise<void> {
  const s3 = new S3Client({ ...adminConfig(emulator, account), forcePathStyle: true });
  const client = new CloudFormationClient(adminConfig(emulator, account));
  const at = { Bucket: 'gate-templates', Key: 'caller.json' };
  const stack = { StackName: 'gate-caller' };
  await s3.send(new CreateBucketCommand({ Bucket: at.Bucket }));
  await s3.send(new PutObjectCommand({ ...at, Body: template(await bundled()) }));
  await client.send(
    new CreateStackCommand({
      ...stack,
      TemplateURL: `${emulator.endpointUrl}/${at.Bucket}/${at.Key}`,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackCreateComplete({ client, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.5 }, stack);
}

const answerSchema = z.object({ caller: z.string(), allowed: z.string(), denied: z.string() });

const invoke = async (): Promise<z.infer<typeof answerSchema>> => {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const answer = await askEmulator(emulator.emulatorUrl, { account, service: 'lambda', path, body: '{}' });
  return answerSchema.parse(await answer.json());
};

const loggedCalls = (): unknown[] =>
  readFileSync(emulator.callLog, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
