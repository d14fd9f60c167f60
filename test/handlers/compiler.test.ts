import { beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../lambdas/handlers/compiler/handler.ts';
import type { InMemoryStopLists } from '../support/fakes/in-memory-stop-lists.ts';
import { batch, CONTEXT, message } from './messages.ts';

const world = vi.hoisted(() => ({ stopLists: undefined as unknown, broken: new Set<string>() }));

vi.mock('../../lambdas/handlers/compiler/composition.ts', async () => {
  const { Logger } = await import('@aws-lambda-powertools/logger');
  const { Metrics } = await import('@aws-lambda-powertools/metrics');
  const { FakeClock } = await import('../support/fakes/fake-clock.ts');
  const { InMemoryStore } = await import('../support/fakes/in-memory-store.ts');
  const { InMemoryStopLists } = await import('../support/fakes/in-memory-stop-lists.ts');
  const store = new InMemoryStore();
  const lists = new InMemoryStopLists();
  world.stopLists = lists;
  return {
    logger: new Logger({ logLevel: 'SILENT' }),
    metrics: new Metrics({ namespace: 'Mandate', serviceName: 'mandate-compiler' }),
    ports: {
      ledger: store,
      stops: store,
      clock: new FakeClock(),
      stopLists: {
        write: async (...[environment, document]: Parameters<typeof lists.write>) => {
          if (world.broken.has(environment)) throw new Error('iam is out of order');
          return lists.write(environment, document);
        },
      },
    },
  };
});

const order = (environment: string, id: string) =>
  message(JSON.stringify({ kind: 'compile-stop-list', environment }), { id });
const writes = (): number => (world.stopLists as InMemoryStopLists).writes;

describe('the compiler', () => {
  beforeEach(() => world.broken.clear());

  it('writes each environment’s list once, whatever the number of orders', async () => {
    const before = writes();

    const response = await handler(
      batch(order('test', 'm1'), order('test', 'm2'), order('production', 'm3'), order('test', 'm4')),
      CONTEXT,
    );

    expect(response).toEqual({ batchItemFailures: [] });
    expect(writes() - before).toBe(2);
  });

  it('reports every order of an environment that failed, and no other', async () => {
    world.broken.add('test');

    const response = await handler(
      batch(order('test', 'm1'), order('production', 'm2'), order('test', 'm3')),
      CONTEXT,
    );

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }] });
  });
});
