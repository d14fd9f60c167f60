import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import { MAX_ITEMS } from '../../../lambdas/core/ports/check-change.ts';
import type { AgentsOf } from '../../../lambdas/core/ports/registry.ts';
import {
  aChange,
  agentId,
  anAgent,
  environmentName,
  nextOf,
  ownerId,
  processId,
  registration,
  retired,
  update,
} from './entities.ts';
import { bindingContract } from './registry-bindings.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

const production = environmentName('production');
const byOwner: AgentsOf = { ownerId: ownerId('e1') };
const byProcess: AgentsOf = { processId: processId('support') };
const idsOf = (agents: readonly Agent[]): readonly string[] => agents.map((agent) => agent.agentId);

/** What every registry promises about what a ledger has committed. */
export const registryContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  const register = (...agents: readonly Agent[]) =>
    Promise.all(agents.map((agent) => store.ledger.commit(registration(agent))));
  /** In as few commits as hold them, each agent with its binding and its places in the index. */
  const registerMany = async (count: number): Promise<readonly Agent[]> => {
    const agents = Array.from({ length: count }, (_, index) =>
      anAgent(`agent-${String(index).padStart(3, '0')}`),
    );
    for (let start = 0; start < count; start += MAX_ITEMS / 4) {
      const some = agents.slice(start, start + MAX_ITEMS / 4);
      const writes = some.map((next) => ({ entity: 'agent', next }) as const);
      expect(await store.ledger.commit(aChange({ writes }))).toBe('committed');
    }
    return agents;
  };
  const change = (next: Agent, previous: Agent) => store.ledger.commit(update(next, previous));
  const page = (of: AgentsOf, cursor?: string) => store.registry.agentsOf(of, production, cursor);

  bindingContract(open);

  describe('what is missing', () => {
    it('is undefined', async () => {
      expect(await store.registry.agent(agentId('nobody'))).toBeUndefined();
      expect(await store.registry.owner(ownerId('nobody'))).toBeUndefined();
      expect(await store.registry.process(processId('nothing'))).toBeUndefined();
      expect(await store.registry.agentIdOfBinding('oidc\nhttps://x\ny')).toBeUndefined();
    });
  });

  describe.each([
    ['an owner', byOwner],
    ['a process', byProcess],
  ])('the agents of %s', (_, of) => {
    it('are none at first', async () => {
      expect(await page(of)).toStrictEqual({ agents: [] });
    });

    it('come as they are, ordered by id', async () => {
      const [first, second] = [anAgent('a-agent', { displayName: 'A' }), anAgent('b-agent')];
      await register(second, first);

      expect(await page(of)).toStrictEqual({ agents: [first, second] });
    });

    it('are only those of the environment asked for', async () => {
      await register(
        anAgent('a-agent', { environment: environmentName('production-eu') }),
        anAgent('b-agent'),
        anAgent('c-agent', { environment: environmentName('prod') }),
      );

      expect(idsOf((await page(of)).agents)).toEqual(['b-agent']);
    });

    it('are only those of that one', async () => {
      await register(
        anAgent('a-agent', { ownerId: ownerId('e10'), processId: processId('support-2') }),
        anAgent('b-agent'),
      );

      expect(idsOf((await page(of)).agents)).toEqual(['b-agent']);
    });

    it('do not include a retired one', async () => {
      const [leaving, staying] = [anAgent('a-agent'), anAgent('b-agent')];
      await register(leaving, staying);

      await change(retired(leaving), leaving);

      expect(idsOf((await page(of)).agents)).toEqual(['b-agent']);
    });

    it('are those of the new one after a transfer', async () => {
      const agent = anAgent('a-agent');
      const next = nextOf(agent, { ownerId: ownerId('e2'), processId: processId('sales') });
      const there: AgentsOf =
        'ownerId' in of ? { ownerId: ownerId('e2') } : { processId: processId('sales') };
      await register(agent);

      await change(next, agent);

      expect((await page(of)).agents).toEqual([]);
      expect((await page(there)).agents).toEqual([next]);
    });

    it('come in pages of 50', async () => {
      const agents = await registerMany(101);

      const first = await page(of);
      const second = await page(of, first.cursor);
      const third = await page(of, second.cursor);

      expect([first, second, third].map((each) => each.agents.length)).toEqual([50, 50, 1]);
      expect(third).not.toHaveProperty('cursor');
      expect([first, second, third].flatMap((each) => idsOf(each.agents))).toEqual(idsOf(agents));
    });

    it('have no second page when they just fill one', async () => {
      await registerMany(50);

      expect(await page(of)).not.toHaveProperty('cursor');
    });

    it('go on after an agent that is gone meanwhile', async () => {
      await registerMany(52);
      const first = await page(of);
      const last = first.agents.at(-1);

      if (last !== undefined) await change(retired(last), last);

      const second = await page(of, first.cursor);
      expect(idsOf(second.agents)).toEqual(['agent-050', 'agent-051']);
    });
  });

  describe.each([
    ['an owner', byOwner],
    ['a process', byProcess],
  ])('the environments of %s', (_, of) => {
    const candidates = ['test', 'staging', 'production'].map(environmentName);

    it('are those with an agent, in the order asked', async () => {
      await register(
        anAgent('a-agent', { environment: environmentName('production') }),
        anAgent('b-agent', { environment: environmentName('test') }),
        anAgent('c-agent', { environment: environmentName('test-2') }),
      );

      expect(await store.registry.environmentsOf(of, candidates)).toEqual(['test', 'production']);
      expect(await store.registry.environmentsOf(of, candidates.toReversed())).toEqual([
        'production',
        'test',
      ]);
    });

    it('do not include one whose last agent is retired', async () => {
      const agent = anAgent('a-agent', { environment: environmentName('test') });
      await register(agent);

      await change(retired(agent), agent);

      expect(await store.registry.environmentsOf(of, candidates)).toEqual([]);
    });
  });
};
