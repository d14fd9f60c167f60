import type { Agent } from '../../core/agents/agent.ts';
import type { EnvironmentName } from '../../core/kernel/identifiers.ts';
import type { AgentPage, AgentsOf, Registry } from '../../core/ports/registry.ts';
import { agentKey, bindingKey, indexPartition, indexPrefix, ownerKey, processKey } from './keys.ts';
import { dataOf } from './stored-item.ts';
import { readBatch, readItem, readRange, type Table } from './table.ts';

const PAGE_SIZE = 50;

/**
 * Cost: a single entity is one round trip and one read unit per 4 KB; `environmentsOf` one round trip and one unit for
 * each candidate, all at the same time; `agentsOf` two round trips, a unit for the index and one for each agent.
 */
export const dynamoDbRegistry = (table: Table): Registry => ({
  agent: (agentId) => readItem(table, agentKey(agentId), 'agent'),
  owner: (ownerId) => readItem(table, ownerKey(ownerId), 'owner'),
  process: (processId) => readItem(table, processKey(processId), 'process'),
  agentIdOfBinding: async (binding) => (await readItem(table, bindingKey(binding), 'binding'))?.agentId,

  environmentsOf: async (of, candidates) => {
    const pk = indexPartition(of);
    const found = await Promise.all(
      candidates.map((environment) => readRange(table, { pk, prefix: indexPrefix(environment) }, 1)),
    );
    return candidates.filter((_, index) => (found[index] ?? []).length > 0);
  },

  agentsOf: async (of, environment, cursor) => {
    const prefix = indexPrefix(environment);
    const after = cursor === undefined ? undefined : prefix + cursor;
    // one more than the page holds tells whether there is a next one
    const items = await readRange(table, { pk: indexPartition(of), prefix, after }, PAGE_SIZE + 1);
    const ids = items.slice(0, PAGE_SIZE).map((item) => dataOf(item, 'agent-index').agentId);
    const batch = await readBatch(table, ids.map(agentKey));
    const agents = ids
      .map((agentId) => batch.get(agentKey(agentId), 'agent'))
      .filter((agent) => agent !== undefined)
      .filter((agent) => isAmong(agent, of, environment));
    return pageOf(agents, items.length > PAGE_SIZE ? ids.at(-1) : undefined);
  },
});

/** It may have been retired or moved between the read of the index and that of the agent. */
const isAmong = (agent: Agent, of: AgentsOf, environment: EnvironmentName): boolean =>
  agent.status !== 'retired' &&
  agent.environment === environment &&
  ('ownerId' in of ? agent.ownerId === of.ownerId : agent.processId === of.processId);

const pageOf = (agents: readonly Agent[], cursor: string | undefined): AgentPage =>
  cursor === undefined ? { agents } : { agents, cursor };
