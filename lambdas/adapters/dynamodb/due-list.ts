import { DeleteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DueList } from '../../core/ports/due-list.ts';
import { DUE_PARTITION, dueKey } from './keys.ts';
import { dataOf, keyAttributes } from './stored-item.ts';
import type { Table } from './table.ts';

const MOST = 100;

/** Cost: `before` is one round trip, a read unit for some thirty notes; `settle` one round trip and one write unit. */
export const dynamoDbDueList = ({ client, tableName }: Table): DueList => ({
  before: async (now) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk < :now',
        // times sort as texts, and a note of this very time has more behind it
        ExpressionAttributeValues: { ':pk': { S: DUE_PARTITION }, ':now': { S: `${now}$` } },
        ConsistentRead: true,
        Limit: MOST,
      }),
    );
    return Items.map((item) => dataOf(item, 'due'));
  },

  settle: async (due) => {
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: keyAttributes(dueKey(due)) }));
  },
});
