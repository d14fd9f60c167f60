import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import {
  aChange,
  anAgent,
  anEntry,
  environmentName,
  nextOf,
  ownerId,
  registration,
  retired,
  update,
} from '../../support/contract-suites/entities.ts';
import { type DynamoStore, openDynamoStore } from './dynamo-store.ts';
import { interceptCalls } from './intercept-calls.ts';

const production = environmentName('production');
const [first, second] = [anAgent('a-agent'), anAgent('b-agent')];

let store: DynamoStore;

beforeEach(async () => {
  store = await openDynamoStore();
});

describe('a page of agents', () => {
  it.each<[string, Agent]>([
    ['retired', retired(first)],
    ['transferred', nextOf(first, { ownerId: ownerId('e2') })],
  ])('leaves out one that is %s between the reads of index and agents', async (_, next) => {
    await store.ledger.commit(registration(first));
    await store.ledger.commit(registration(second));
    interceptCalls(store.table, async ({ operation, send }) => {
      if (operation === 'BatchGetItem') await store.ledger.commit(update(next, first));
      return send();
    });

    const page = await store.registry.agentsOf({ ownerId: ownerId('e1') }, production);

    expect(page).toEqual({ agents: [second] });
  });
});

describe('a range of items', () => {
  it('is read to its end, however many pages DynamoDB makes of it', async () => {
    const entries = [1, 2, 3, 4, 5].map((number) => anEntry(number));
    await store.ledger.commit(
      aChange({ writes: entries.map((next) => ({ entity: 'stop-entry', next }) as const) }),
    );
    store.table.client.middlewareStack.add(
      (next) => (args) => next({ ...args, input: { ...args.input, Limit: 2 } }),
      { step: 'initialize' },
    );

    expect(await store.stopRecords.entriesInForce(production)).toEqual(entries);
  });
});
