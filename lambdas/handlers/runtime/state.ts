import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbLedger } from '../../adapters/dynamodb/ledger.ts';
import { dynamoDbRegistry } from '../../adapters/dynamodb/registry.ts';
import { dynamoDbStopRecords } from '../../adapters/dynamodb/stop-records.ts';
import { SystemClock } from '../../adapters/system/system-clock.ts';
import { UlidIdentifiers } from '../../adapters/system/ulid-identifiers.ts';
import { variable } from './variable.ts';

/** The state of record, and what every use case needs beside it. */
export const connectState = () => {
  const clock = new SystemClock();
  const identifiers = new UlidIdentifiers(clock);
  const table = { client: new DynamoDBClient({}), tableName: variable('TABLE_NAME') };
  return {
    clock,
    identifiers,
    ledger: dynamoDbLedger({ table, clock, identifiers }),
    registry: dynamoDbRegistry(table),
    stops: dynamoDbStopRecords(table),
    table,
  };
};
