import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AgentCall } from './call.ts';

// stock clients: credentials come from the two variables of the container credentials protocol. One attempt, because a
// denial is the answer and a retry would hide how often it was given.
const once = { maxAttempts: 1 };
const s3 = new S3Client({ ...once, forcePathStyle: true });
// left to itself each client would have a session, and with it a lease, of its own
const shared = { ...once, credentials: s3.config.credentials };
const dynamodb = new DynamoDBClient(shared);
const sts = new STSClient(shared);
const iam = new IAMClient(shared);

const attributes = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: value }]));

/** @returns what AWS answered, in few words */
export const makeCall = async (call: AgentCall): Promise<string> => {
  switch (call.call) {
    case 's3:GetObject': {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: call.bucket, Key: call.key }));
      return (await Body?.transformToString()) ?? '';
    }
    case 's3:PutObject':
      await s3.send(new PutObjectCommand({ Bucket: call.bucket, Key: call.key, Body: call.body }));
      return 'stored';
    case 'dynamodb:GetItem': {
      const { Item } = await dynamodb.send(
        new GetItemCommand({ TableName: call.table, Key: attributes(call.key) }),
      );
      return JSON.stringify(Item ?? {});
    }
    case 'dynamodb:PutItem':
      await dynamodb.send(new PutItemCommand({ TableName: call.table, Item: attributes(call.item) }));
      return 'stored';
    case 'sts:GetCallerIdentity':
      return (await sts.send(new GetCallerIdentityCommand({}))).Arn ?? '';
    case 'sts:AssumeRole': {
      const request = { RoleArn: call.roleArn, RoleSessionName: 'stolen' };
      return (await sts.send(new AssumeRoleCommand(request))).AssumedRoleUser?.Arn ?? '';
    }
    case 'iam:ListRoles':
      return String((await iam.send(new ListRolesCommand({}))).Roles?.length ?? 0);
  }
};
