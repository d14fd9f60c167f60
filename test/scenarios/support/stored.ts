import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbRegistry } from '../../../lambdas/adapters/dynamodb/registry.ts';
import { dynamoDbStopRecords } from '../../../lambdas/adapters/dynamodb/stop-records.ts';
import type { HandedOut } from '../../../local/environment/handed-out.ts';
import { adminConfig, type Gate } from '../../support/clients.ts';

/** The deployed table, read as the functions read it. */
export const storedIn = (env: HandedOut & Gate) => {
  const table = {
    client: new DynamoDBClient(adminConfig(env, env.accounts.hub)),
    tableName: env.tableName,
  };
  return { registry: dynamoDbRegistry(table), stops: dynamoDbStopRecords(table) };
};
