import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { entryInForceKey } from '../../../lambdas/adapters/dynamodb/keys.ts';
import { keyAttributes } from '../../../lambdas/adapters/dynamodb/stored-item.ts';
import type { StopId } from '../../../lambdas/core/kernel/identifiers.ts';
import type { Cast, Stage } from './stage.ts';

/** Longer than any session, in milliseconds. */
const LONG_AGO = 2 * 3600 * 1000;

/** Lets the time pass that the lease of a stop has left, by moving the stop into the past. */
export const leaseRunsOut = async (
  { stored: { table } }: Stage,
  stopId: StopId,
  environment: Cast['environment'],
): Promise<void> => {
  const raisedAt = new Date(Date.now() - LONG_AGO).toISOString();
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.tableName,
      Key: keyAttributes(entryInForceKey(environment, stopId)),
      ConditionExpression: 'attribute_exists(pk)',
      UpdateExpression: 'SET #data.raisedAt = :raisedAt',
      ExpressionAttributeNames: { '#data': 'data' },
      ExpressionAttributeValues: { ':raisedAt': { S: raisedAt } },
    }),
  );
};
