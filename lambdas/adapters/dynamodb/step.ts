import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Key } from './keys.ts';
import { type Item, keyAttributes } from './stored-item.ts';

/** One item's part in a transaction. */
export type Step = (tableName: string) => TransactWriteItem;

export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

export const isAbsent: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };

/** @param revision 0: there is none */
export const hasRevision = (revision: number): Condition =>
  revision === 0
    ? isAbsent
    : {
        ConditionExpression: '#revision = :revision',
        ExpressionAttributeNames: { '#revision': 'revision' },
        ExpressionAttributeValues: { ':revision': { N: String(revision) } },
      };

export const put =
  (item: Item, condition?: Condition): Step =>
  (tableName) => ({ Put: { TableName: tableName, Item: item, ...condition } });

export const remove =
  (key: Key, condition?: Condition): Step =>
  (tableName) => ({ Delete: { TableName: tableName, Key: keyAttributes(key), ...condition } });

export const check =
  (key: Key, condition: Condition): Step =>
  (tableName) => ({ ConditionCheck: { TableName: tableName, Key: keyAttributes(key), ...condition } });
