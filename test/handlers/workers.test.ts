import { describe, expect, it, vi } from 'vitest';
import { handler as provision } from '../../lambdas/handlers/provisioner/handler.ts';
import { handler as verify } from '../../lambdas/handlers/verifier/handler.ts';
import { agentId, stopId } from '../support/contract-suites/entities.ts';
import { batch, CONTEXT, message } from './messages.ts';

const { world } = vi.hoisted(() => ({
  world: async (service: string) => {
    const { Logger } = await import('@aws-lambda-powertools/logger');
    const { Metrics } = await import('@aws-lambda-powertools/metrics');
    const { CATALOG } = await import('../core/agents/registrations.ts');
    const { FakeClock } = await import('../support/fakes/fake-clock.ts');
    const { InMemoryRoles } = await import('../support/fakes/in-memory-roles.ts');
    const { InMemoryStore } = await import('../support/fakes/in-memory-store.ts');
    const { ScriptedProbe } = await import('../support/fakes/scripted-probe.ts');
    const { SequentialIdentifiers } = await import('../support/fakes/sequential-identifiers.ts');
    const store = new InMemoryStore();
    return {
      logger: new Logger({ logLevel: 'SILENT' }),
      metrics: new Metrics({ namespace: 'Mandate', serviceName: service }),
      ports: {
        ledger: store,
        registry: store,
        stops: store,
        clock: new FakeClock(),
        identifiers: new SequentialIdentifiers(),
        catalog: CATALOG,
        environments: [...CATALOG.environments.keys()],
        callers: { hubAccount: 'arn:root', broker: 'arn:broker', verifier: 'arn:verifier' },
        roles: new InMemoryRoles(),
        probe: new ScriptedProbe(),
      },
    };
  },
}));

vi.mock('../../lambdas/handlers/verifier/composition.ts', () => world('mandate-verifier'));
vi.mock('../../lambdas/handlers/provisioner/composition.ts', () => world('mandate-provisioner'));

const WORKERS = { verifier: verify, provisioner: provision };
const STOP = { stopId: stopId(1), environment: 'test' };
const AGENT = { agentId: agentId('agent-one') };

const ORDERS = [
  ['verifier', { kind: 'spread-stop', stopId: stopId(1) }],
  ['verifier', { kind: 'verify-stop', ...STOP }],
  ['verifier', { kind: 'activate-agent', ...AGENT }],
  ['provisioner', { kind: 'provision-agent', ...AGENT }],
  ['provisioner', { kind: 'clear-stop', ...STOP }],
] as const;

const other = (worker: keyof typeof WORKERS) => (worker === 'verifier' ? 'provisioner' : 'verifier');

describe.each(ORDERS)('the %s', (worker, order) => {
  const given = message(JSON.stringify(order), { id: 'm1' });

  it(`is done with ${order.kind} where nothing is left to do`, async () => {
    expect(await WORKERS[worker](batch(given), CONTEXT)).toEqual({ batchItemFailures: [] });
  });

  it(`alone carries out ${order.kind}: it is never taken for done elsewhere`, async () => {
    expect(await WORKERS[other(worker)](batch(given), CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
  });
});

describe.each(Object.entries(WORKERS))('the %s', (_, handler) => {
  it.each(['not json', '{}', '{"kind": "open-all-doors"}', '{"kind": "verify-stop", "stopId": "1"}'])(
    'reports a message that is no order: %s',
    async (body) => {
      expect(await handler(batch(message(body, { id: 'm1' })), CONTEXT)).toEqual({
        batchItemFailures: [{ itemIdentifier: 'm1' }],
      });
    },
  );
});
