import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { accounts, workloadEnvironments } from '../environment/accounts.ts';
import { type Admin, adminClient } from '../environment/admin.ts';
import type { Company } from './company.ts';

/** What the agents work on, the same in every workload account. Again is harmless. */
export const seedWorkloadData = async (admin: Admin, company: Company): Promise<void> => {
  await Promise.all(
    workloadEnvironments.flatMap((name) => [
      seedBuckets(admin, accounts[name], company),
      seedTables(admin, accounts[name], company),
    ]),
  );
};

const seedBuckets = async (admin: Admin, account: string, company: Company): Promise<void> => {
  const client = new S3Client({ ...adminClient(admin, account), forcePathStyle: true });
  try {
    for (const { name, objects } of company.buckets) {
      const bucket = name.replace('${account}', account);
      await unlessThere(['BucketAlreadyOwnedByYou'], () =>
        client.send(new CreateBucketCommand({ Bucket: bucket })),
      );
      for (const [key, body] of Object.entries(objects)) {
        // without its length the client takes an empty body for a stream
        const ContentLength = Buffer.byteLength(body);
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentLength }));
      }
    }
  } finally {
    client.destroy();
  }
};

const seedTables = async (admin: Admin, account: string, company: Company): Promise<void> => {
  const client = new DynamoDBClient(adminClient(admin, account));
  try {
    for (const { name, key, items } of company.tables) {
      const table = new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      });
      await unlessThere(['ResourceInUseException'], () => client.send(table));
      await waitUntilTableExists(
        { client, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.5 },
        { TableName: name },
      );
      for (const item of items)
        await client.send(new PutItemCommand({ TableName: name, Item: attributes(item) }));
    }
  } finally {
    client.destroy();
  }
};

const attributes = (item: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: value }]));

const unlessThere = async (there: readonly string[], create: () => Promise<unknown>): Promise<void> => {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof Error && there.includes(error.name))) throw error;
  }
};
