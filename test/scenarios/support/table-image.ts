import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../lambdas/adapters/dynamodb/stored-item.ts';
import type { Stage } from './stage.ts';

/** The whole table by key: two images are equal when nothing has changed between them. */
export const tableImage = async ({ stored: { table } }: Stage): Promise<Readonly<Record<string, Item>>> => {
  const image: Record<string, Item> = {};
  let start: Item | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.tableName, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    for (const item of page.Items ?? []) image[`${item['pk']?.S} ${item['sk']?.S}`] = item;
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return image;
};
