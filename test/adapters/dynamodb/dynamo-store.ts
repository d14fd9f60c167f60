import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import { dynamoDbDueList } from '../../../lambdas/adapters/dynamodb/due-list.ts';
import { dynamoDbLeaseFacts } from '../../../lambdas/adapters/dynamodb/lease-facts.ts';
import { dynamoDbLedger } from '../../../lambdas/adapters/dynamodb/ledger.ts';
import { outboxEntryOf } from '../../../lambdas/adapters/dynamodb/outbox-item.ts';
import { dynamoDbRegistry } from '../../../lambdas/adapters/dynamodb/registry.ts';
import { dynamoDbStopRecords } from '../../../lambdas/adapters/dynamodb/stop-records.ts';
import {
  dataOf,
  type Item,
  type StoredData,
  type StoredKind,
} from '../../../lambdas/adapters/dynamodb/stored-item.ts';
import type { Table } from '../../../lambdas/adapters/dynamodb/table.ts';
import { UlidIdentifiers } from '../../../lambdas/adapters/system/ulid-identifiers.ts';
import { adminConfig } from '../../support/clients.ts';
import type { StoreUnderTest } from '../../support/contract-suites/store-under-test.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';

/** The adapters on a table of their own, which is there for a look behind them. */
export interface DynamoStore extends StoreUnderTest {
  readonly table: Table;
  readonly clock: FakeClock;
  items(): Promise<readonly Item[]>;
}

/** An empty table of the emulator, with the keys that the stack gives it. */
export const openTable = async (): Promise<Table> => {
  const emulator = inject('emulator');
  const client = new DynamoDBClient(adminConfig(emulator, emulator.accounts.hub));
  const tableName = `mandate-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return { client, tableName };
};

export const itemsOf = async ({ client, tableName }: Table): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items.toSorted((a, b) => ((a['sk']?.S ?? '') < (b['sk']?.S ?? '') ? -1 : 1));
};

export const openDynamoStore = async (): Promise<DynamoStore> => {
  const table = await openTable();
  const clock = new FakeClock();
  const items = () => itemsOf(table);
  const dataOfKind = async <Kind extends StoredKind>(kind: Kind): Promise<readonly StoredData[Kind][]> =>
    (await items()).filter((item) => item['kind']?.S === kind).map((item) => dataOf(item, kind));
  return {
    table,
    clock,
    items,
    // request tokens are known by account: identifiers that begin anew in each table would pass for repetitions
    ledger: dynamoDbLedger({ table, clock, identifiers: new UlidIdentifiers(clock) }),
    registry: dynamoDbRegistry(table),
    stopRecords: dynamoDbStopRecords(table),
    leaseFacts: dynamoDbLeaseFacts(table),
    dueList: dynamoDbDueList(table),
    auditOf: async (subject) =>
      (await dataOfKind('audit-record')).filter((record) => record.subject === subject),
    outbox: async () => outboxOf(await items()),
    leaseIds: async () => (await dataOfKind('lease')).map(({ leaseId }) => leaseId),
    rejectionIds: async () => (await dataOfKind('rejected-event')).map(({ rejectionId }) => rejectionId),
  };
};

const outboxOf = (items: readonly Item[]): Awaited<ReturnType<StoreUnderTest['outbox']>> => {
  const entries = items.filter((item) => item['kind']?.S === 'outbox').map(outboxEntryOf);
  return {
    events: entries.flatMap((entry) => {
      if (entry.kind !== 'event') return [];
      const { eventId: _, ...event } = entry.event;
      return [event];
    }),
    work: entries.flatMap((entry) => (entry.kind === 'order' ? [entry.order.order] : [])),
  };
};
