import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import { bindingOf, type Workload } from '../../../lambdas/core/agents/workload.ts';
import { agentId, anAgent, nextOf, registration, retired, update } from './entities.ts';
import type { OpenStore, StoreUnderTest } from './store-under-test.ts';

/** What every registry promises about workload bindings: each leads to one agent at most. */
export const bindingContract = (open: OpenStore): void => {
  let store: StoreUnderTest;

  beforeEach(async () => {
    store = await open();
  });

  const register = (...agents: readonly Agent[]) =>
    Promise.all(agents.map((agent) => store.ledger.commit(registration(agent))));
  const change = (next: Agent, previous: Agent) => store.ledger.commit(update(next, previous));

  describe('a workload binding', () => {
    const agent = anAgent('support-assistant');
    const other = (facts: Partial<Agent> = {}) =>
      anAgent('other-agent', { workload: agent.workload, ...facts });
    const binding = bindingOf(agent.workload);

    it.each<[string, Workload]>([
      ['an OIDC subject', { issuer: 'https://issuer.example', subject: 'repo:acme/web:ref:refs/heads/main' }],
      ['an AWS principal', { awsPrincipalArn: 'arn:aws:iam::111111111111:role/worker' }],
    ])('leads from %s to the agent', async (_, workload) => {
      await register(anAgent('support-assistant', { workload }));

      expect(await store.registry.agentIdOfBinding(bindingOf(workload))).toBe('support-assistant');
    });

    it('belongs to one agent: a second one is a conflict', async () => {
      await register(agent);

      expect(await store.ledger.commit(registration(other()))).toBe('conflict');
      expect(await store.registry.agent(agentId('other-agent'))).toBeUndefined();
    });

    it('goes to one of several that are registered with it at once', async () => {
      const rivals = ['a-agent', 'b-agent', 'c-agent', 'd-agent'].map((id) =>
        anAgent(id, { workload: agent.workload }),
      );

      const outcomes = await register(...rivals);

      expect(outcomes.toSorted()).toEqual(['committed', 'conflict', 'conflict', 'conflict']);
      expect(await store.registry.agentIdOfBinding(binding)).toBe(
        rivals[outcomes.indexOf('committed')]?.agentId,
      );
    });

    it('is free again once its agent is retired', async () => {
      await register(agent);

      await change(retired(agent), agent);

      expect(await store.registry.agentIdOfBinding(binding)).toBeUndefined();
      expect(await register(other())).toEqual(['committed']);
      expect(await store.registry.agentIdOfBinding(binding)).toBe('other-agent');
    });

    it('stays with its new agent when the retired one is written once more', async () => {
      const gone = retired(agent);
      await register(agent);
      await change(gone, agent);
      await register(other());

      expect(await change(nextOf(gone, { displayName: 'gone' }), gone)).toBe('committed');
      expect(await store.registry.agentIdOfBinding(binding)).toBe('other-agent');
    });

    it('changes with the agent’s workload, and the old one is free', async () => {
      const workload: Workload = { awsPrincipalArn: 'arn:aws:iam::111111111111:role/worker' };
      await register(agent);

      await change(nextOf(agent, { workload }), agent);

      expect(await store.registry.agentIdOfBinding(binding)).toBeUndefined();
      expect(await store.registry.agentIdOfBinding(bindingOf(workload))).toBe('support-assistant');
    });

    it('cannot be changed to one that is taken', async () => {
      const second = anAgent('other-agent');
      await register(agent, second);

      expect(await change(nextOf(second, { workload: agent.workload }), second)).toBe('conflict');
      expect(await store.registry.agentIdOfBinding(binding)).toBe('support-assistant');
    });
  });
};
