import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DynamoDBClient,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';

/** The three calls that one lease cannot do without, as plain data. */
export interface FloorCalls {
  readonly read: BatchGetItemCommandInput;
  readonly session: AssumeRoleCommandInput;
  readonly record: TransactWriteItemsCommandInput;
}

/** Makes them and nothing else, with two round trips as the broker does. */
export type AskFloor = (calls: FloorCalls) => Promise<void>;

/** Clients of the SDK as the broker has them, with settings from the environment. */
export const openFloor = (): AskFloor => {
  const table = new DynamoDBClient({});
  const sts = new STSClient({});
  return async ({ read, session, record }) => {
    await table.send(new BatchGetItemCommand(read));
    await Promise.all([
      sts.send(new AssumeRoleCommand(session)),
      table.send(new TransactWriteItemsCommand(record)),
    ]);
  };
};
