import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DynamoDBClient,
  type DynamoDBClientConfig,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  STSClient,
  type STSClientConfig,
} from '@aws-sdk/client-sts';

/** The three calls that one lease cannot do without, as plain data. */
export interface FloorCalls {
  readonly read: BatchGetItemCommandInput;
  readonly session: AssumeRoleCommandInput;
  readonly record: TransactWriteItemsCommandInput;
}

/** Makes them and nothing else, with two round trips as the broker does. */
export type AskFloor = (calls: FloorCalls) => Promise<void>;

/** @param clientConfig @default settings from the environment, as the broker has them */
export const openFloor = (clientConfig: STSClientConfig & DynamoDBClientConfig = {}): AskFloor => {
  const table = new DynamoDBClient(clientConfig);
  const sts = new STSClient(clientConfig);
  return async ({ read, session, record }) => {
    await table.send(new BatchGetItemCommand(read));
    await Promise.all([
      sts.send(new AssumeRoleCommand(session)),
      table.send(new TransactWriteItemsCommand(record)),
    ]);
  };
};
