import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { Counter } from '../../bench/cost/counts.ts';
import { Meter } from '../../bench/cost/meter.ts';
import { outboxItems } from '../../lambdas/adapters/dynamodb/outbox-item.ts';
import { aChange, anEvent } from '../support/contract-suites/entities.ts';
import { clientOf, scriptedService } from '../support/scripted-service.ts';

const key = (name: string) => ({ pk: { S: name }, sk: { S: 'X' } });
const item = (name: string, bytes: number) => ({ ...key(name), text: { S: 'x'.repeat(bytes) } });
const TableName = 'mandate';

let counter: Counter;
let meter: Meter;
let answer: object;
let client: DynamoDBClient;

beforeEach(async () => {
  counter = new Counter();
  meter = new Meter(counter);
  const service = await scriptedService(() => ({ body: JSON.stringify(answer) }));
  client = meter.watch(new DynamoDBClient(clientOf(service)));
});

const read = (name: string, found: object) => {
  answer = { Item: found };
  return client.send(new GetItemCommand({ TableName, Key: key(name) }));
};

describe('the meter', () => {
  it('counts reads by the size of what is found, and one for what is not', async () => {
    answer = { Responses: { [TableName]: [item('small', 10), item('large', 5_000)] } };

    const Keys = ['small', 'large', 'missing'].map(key);
    await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));

    expect(counter.take()).toEqual({ 'read units': 1 + 2 + 1 });
  });

  it('counts a transaction twice for each item, by the larger of before and after', async () => {
    await read('shrinking', item('shrinking', 3_000));
    await read('checked', item('checked', 2_000));
    counter.take();
    answer = {};

    const condition = { ConditionExpression: 'attribute_exists(pk)' };
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: item('shrinking', 10) } },
          { ConditionCheck: { TableName, Key: key('checked'), ...condition } },
          { Put: { TableName, Item: item('new', 10) } },
          { Delete: { TableName, Key: key('gone') } },
        ],
      }),
    );

    const { 'write units': units, 'transaction items': items, transactions } = counter.take();
    expect({ units, items, transactions }).toEqual({ units: 2 * (3 + 2 + 1 + 1), items: 4, transactions: 1 });
  });

  it('counts the bytes that stay, without those that have an end', async () => {
    answer = {};
    const before = item('kept', 100);

    const put = (Item: Record<string, { S: string } | { N: string }>) =>
      client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }));
    await put(before);
    await put(item('kept', 150));
    await put({ ...item('passing', 500), ttl: { N: '1' } });

    // names and values of pk, sk and text
    expect(counter.take()['bytes kept']).toBe(2 + 4 + 2 + 1 + 4 + 150);
  });

  it('hands on the orders of the outbox and counts its events', async () => {
    answer = {};
    const change = aChange({
      events: [anEvent('one'), anEvent('two')],
      work: [{ kind: 'spread-stop', stopId: 'stop' as never }],
    });

    const left = outboxItems(change, { commitId: '01KATRS0000000000000000001', ttl: 1 });
    const TransactItems = left.map((Item) => ({ Put: { TableName, Item } }));
    await client.send(new TransactWriteItemsCommand({ TransactItems }));

    expect(counter.take()).toMatchObject({ events: 2, 'invocations of outbox': 1 });
    expect(meter.takeOrders()).toEqual([{ kind: 'spread-stop', stopId: 'stop' }]);
    expect(meter.takeOrders()).toEqual([]);
  });

  it('lets no call pass whose price it does not know', async () => {
    answer = { Items: [] };

    await expect(client.send(new ScanCommand({ TableName }))).rejects.toThrow('ScanCommand');
  });
});
