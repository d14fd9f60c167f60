import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inboxKey, rejectedKey } from '../../../lambdas/adapters/dynamodb/keys.ts';
import { dynamoDbRegistry } from '../../../lambdas/adapters/dynamodb/registry.ts';
import { dynamoDbStopRecords } from '../../../lambdas/adapters/dynamodb/stop-records.ts';
import { readItem, type Table } from '../../../lambdas/adapters/dynamodb/table.ts';
import type { RejectedEvent } from '../../../lambdas/core/events/rejected-event.ts';
import type { Registry } from '../../../lambdas/core/ports/registry.ts';
import type { StopRecords } from '../../../lambdas/core/ports/stop-records.ts';
import type { HandedOut } from '../../../local/environment/handed-out.ts';
import { adminConfig, type Gate } from '../../support/clients.ts';

/** The deployed table, read as the functions read it. */
export interface Stored {
  /** For a look at what no port shows. */
  readonly table: Table;
  readonly registry: Registry;
  readonly stops: StopRecords;
  /** Whether an event has been applied or rejected. */
  hasSeen(event: { readonly source: string; readonly eventId: string }): Promise<boolean>;
  /** What was kept of a rejected event. @param rejectedAt an instant */
  rejected(rejectionId: string, rejectedAt: string): Promise<RejectedEvent | undefined>;
}

export const storedIn = (env: HandedOut & Gate): Stored => {
  const table = {
    client: new DynamoDBClient(adminConfig(env, env.accounts.hub)),
    tableName: env.tableName,
  };
  return {
    table,
    registry: dynamoDbRegistry(table),
    stops: dynamoDbStopRecords(table),
    hasSeen: async ({ source, eventId }) =>
      (await readItem(table, inboxKey(source, eventId), 'inbox')) !== undefined,
    rejected: (rejectionId, rejectedAt) =>
      readItem(table, rejectedKey(rejectedAt.slice(0, 'yyyy-mm'.length), rejectionId), 'rejected-event'),
  };
};
