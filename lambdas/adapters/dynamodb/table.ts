import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { UnprocessedKeysError } from './errors.ts';
import type { Key } from './keys.ts';
import { dataOf, type Item, keyAttributes, type StoredData, type StoredKind } from './stored-item.ts';

/** The one table, with a client for it. Every read of it is strongly consistent. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** One round trip. @throws StoredItemError */
export const readItem = async <Kind extends StoredKind>(
  { client, tableName }: Table,
  key: Key,
  kind: Kind,
): Promise<StoredData[Kind] | undefined> => {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: keyAttributes(key), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : dataOf(Item, kind);
};

const BATCH_ATTEMPTS = 6;
const BATCH_PAUSE_MILLISECONDS = 20;

/** Items found by key. */
export interface Batch {
  /** @throws StoredItemError */
  get<Kind extends StoredKind>(key: Key, kind: Kind): StoredData[Kind] | undefined;
}

/**
 * At most 100 different keys, in one round trip unless DynamoDB leaves some unprocessed.
 * @throws UnprocessedKeysError
 */
export const readBatch = async ({ client, tableName }: Table, keys: readonly Key[]): Promise<Batch> => {
  const found = new Map<string, Item>();
  let left: Item[] = keys.map(keyAttributes);
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === BATCH_ATTEMPTS) throw new UnprocessedKeysError(left.length, attempt);
    if (attempt > 0) await sleep(Math.random() * BATCH_PAUSE_MILLISECONDS * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[tableName] ?? []) found.set(nameOf(item['pk']?.S, item['sk']?.S), item);
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return {
    get: (key, kind) => {
      const item = found.get(nameOf(key.pk, key.sk));
      return item === undefined ? undefined : dataOf(item, kind);
    },
  };
};

const nameOf = (pk: string | undefined, sk: string | undefined): string => JSON.stringify([pk, sk]);

/** Part of a partition, in the order of its sort keys. */
export interface Range {
  readonly pk: string;
  readonly prefix: string;
  /** Sort key after which it begins; need not exist. */
  readonly after?: string | undefined;
}

/** Items of a range, at most `limit` of them; one round trip for each MB. */
export const readRange = async (table: Table, range: Range, limit?: number): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let start = range.after === undefined ? undefined : keyAttributes({ pk: range.pk, sk: range.after });
  do {
    const { Items, LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': { S: range.pk }, ':prefix': { S: range.prefix } },
        ConsistentRead: true,
        Limit: limit === undefined ? undefined : limit - items.length,
        ExclusiveStartKey: start,
      }),
    );
    items.push(...(Items ?? []));
    start = LastEvaluatedKey;
  } while (start !== undefined && (limit === undefined || items.length < limit));
  return items;
};
