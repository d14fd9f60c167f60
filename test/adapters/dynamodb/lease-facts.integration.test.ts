import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { StoredItemError, UnprocessedKeysError } from '../../../lambdas/adapters/dynamodb/errors.ts';
import { agentKey, bindingKey } from '../../../lambdas/adapters/dynamodb/keys.ts';
import { dynamoDbLeaseFacts } from '../../../lambdas/adapters/dynamodb/lease-facts.ts';
import { keyAttributes, toItem } from '../../../lambdas/adapters/dynamodb/stored-item.ts';
import { bindingOf } from '../../../lambdas/core/agents/workload.ts';
import { anAgent, nextOf, ownerId, registration, update } from '../../support/contract-suites/entities.ts';
import { type DynamoStore, openDynamoStore } from './dynamo-store.ts';
import { interceptCalls, recordCalls, type Sent } from './intercept-calls.ts';

const agent = anAgent('support-assistant');
const binding = bindingOf(agent.workload);

let store: DynamoStore;

beforeEach(async () => {
  store = await openDynamoStore();
  await store.ledger.commit(registration(agent));
});

const read = () => store.leaseFacts.read(binding);
const putItem = (Item: ReturnType<typeof toItem>) =>
  store.table.client.send(new PutItemCommand({ TableName: store.table.tableName, Item }));

describe('a read of lease facts', () => {
  it('is one batch read for a binding that was seen before, one read more for another', async () => {
    const calls = recordCalls(store.table);

    await read();
    await read();

    expect(calls.map(({ operation }) => operation)).toEqual(['GetItem', 'BatchGetItem', 'BatchGetItem']);
  });

  it('looks the binding up again after a transfer, once', async () => {
    await read();
    await store.ledger.commit(update(nextOf(agent, { ownerId: ownerId('e2') }), agent));
    const calls = recordCalls(store.table);

    await read();
    await read();

    expect(calls.map(({ operation }) => operation)).toEqual([
      'BatchGetItem',
      'GetItem',
      'BatchGetItem',
      'BatchGetItem',
    ]);
  });

  it('forgets the oldest binding when it remembers too many', async () => {
    const other = anAgent('other-agent');
    await store.ledger.commit(registration(other));
    const leaseFacts = dynamoDbLeaseFacts(store.table, { maxRemembered: 1 });
    await leaseFacts.read(binding);
    await leaseFacts.read(bindingOf(other.workload));
    const calls = recordCalls(store.table);

    await leaseFacts.read(bindingOf(other.workload));
    await leaseFacts.read(binding);

    expect(calls.map(({ operation }) => operation)).toEqual(['BatchGetItem', 'GetItem', 'BatchGetItem']);
  });
});

describe('a batch read that DynamoDB leaves unfinished', () => {
  /** Lets the first `times` batch reads leave all but one item unprocessed. */
  const leaveUnprocessed = (times: number): void => {
    let left = times;
    interceptCalls(store.table, async ({ operation, send }): Promise<Sent> => {
      const sent = await send();
      if (operation !== 'BatchGetItem' || left === 0) return sent;
      left -= 1;
      return { ...sent, output: { ...sent.output, ...firstItemOf(sent.output) } };
    });
  };
  const firstItemOf = (output: object): object => {
    const { tableName } = store.table;
    const responses = 'Responses' in output ? (output.Responses as Record<string, object[]>) : {};
    const [first, ...others] = responses[tableName] ?? [];
    const Keys = others.map((item) => ({ pk: Reflect.get(item, 'pk'), sk: Reflect.get(item, 'sk') }));
    return { Responses: { [tableName]: [first] }, UnprocessedKeys: { [tableName]: { Keys } } };
  };

  it('goes on with what is left', async () => {
    leaveUnprocessed(1);

    expect(await read()).toMatchObject({ agent, auditHead: { sequence: 1 } });
  });
});

describe('a batch read that DynamoDB does not begin with', () => {
  it('fails after some attempts', async () => {
    const Keys = [keyAttributes(agentKey('support-assistant'))];
    interceptCalls(store.table, async ({ operation, send }) => {
      const sent = await send();
      if (operation !== 'BatchGetItem') return sent;
      const unprocessed = { Responses: {}, UnprocessedKeys: { [store.table.tableName]: { Keys } } };
      return { ...sent, output: { ...sent.output, ...unprocessed } };
    });

    await expect(read()).rejects.toThrow(UnprocessedKeysError);
  });
});

describe('an item that Mandate did not write', () => {
  it('is named when it is in the agent’s place', async () => {
    await putItem({ ...keyAttributes(agentKey('support-assistant')), kind: { S: 'note' } });

    await expect(read()).rejects.toThrow(
      new StoredItemError(agentKey('support-assistant'), 'its kind is note, not agent'),
    );
  });

  it('is named when it is a binding that its agent does not have', async () => {
    const { agentId, ownerId, processId } = agent;
    const foreign = 'oidc\nhttps://issuer.example\nsomebody-else';
    const key = bindingKey(foreign);
    await putItem(toItem({ ...key, kind: 'binding' }, { agentId, ownerId, processId }));

    await expect(store.leaseFacts.read(foreign)).rejects.toThrow(
      new StoredItemError(key, 'it disagrees with its agent'),
    );
  });
});
