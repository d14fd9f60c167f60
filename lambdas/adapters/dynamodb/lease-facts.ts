import type { Agent } from '../../core/agents/agent.ts';
import { bindingOf } from '../../core/agents/workload.ts';
import { emptyChain } from '../../core/audit/chain.ts';
import type { LeaseFacts, LeaseFactsReader } from '../../core/ports/lease-facts.ts';
import { StoredItemError } from './errors.ts';
import { agentKey, auditHeadKey, bindingKey, ownerKey, processKey } from './keys.ts';
import type { BoundAgent } from './stored-item.ts';
import { readBatch, readItem, type Table } from './table.ts';

/** Bindings that one process remembers; some hundred bytes each. */
const MAX_REMEMBERED = 5_000;
/** How often a binding is read anew while its agent is being changed at the same time. */
const ATTEMPTS = 3;

/**
 * The hot path. Which agent a binding leads to, and whose agent that is, only says what to read: it is remembered, and
 * the agent that is read has to agree with it, else it is looked up again.
 *
 * Cost: one round trip of 4 read units when the binding was seen before; one more, of 1 unit, when not; three in all
 * after the agent changed its owner, process or binding.
 */
export const dynamoDbLeaseFacts = (
  table: Table,
  { maxRemembered = MAX_REMEMBERED }: { readonly maxRemembered?: number } = {},
): LeaseFactsReader => {
  const remembered = new Map<string, BoundAgent>();

  const remember = (binding: string, bound: BoundAgent): void => {
    const [oldest] = remembered.keys();
    if (remembered.size >= maxRemembered && oldest !== undefined) remembered.delete(oldest);
    remembered.set(binding, bound);
  };

  const lookUp = async (binding: string): Promise<LeaseFacts | undefined> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const bound = await readItem(table, bindingKey(binding), 'binding');
      if (bound === undefined) return undefined;
      const facts = await readFacts(table, binding, bound);
      if (facts === undefined) continue;
      remember(binding, bound);
      return facts;
    }
    throw new StoredItemError(bindingKey(binding), 'it disagrees with its agent');
  };

  return {
    read: async (binding) => {
      const bound = remembered.get(binding);
      const facts = bound === undefined ? undefined : await readFacts(table, binding, bound);
      if (facts !== undefined) return facts;
      remembered.delete(binding);
      return lookUp(binding);
    },
  };
};

/** Undefined when the agent is not, or no longer, what the binding says. */
const readFacts = async (
  table: Table,
  binding: string,
  bound: BoundAgent,
): Promise<LeaseFacts | undefined> => {
  const subject = `agent:${bound.agentId}` as const;
  const keys = {
    agent: agentKey(bound.agentId),
    owner: ownerKey(bound.ownerId),
    process: processKey(bound.processId),
    head: auditHeadKey(subject),
  };
  const batch = await readBatch(table, Object.values(keys));
  const agent = batch.get(keys.agent, 'agent');
  if (agent === undefined || !agrees(agent, binding, bound)) return undefined;
  return {
    agent,
    owner: batch.get(keys.owner, 'owner'),
    process: batch.get(keys.process, 'process'),
    auditHead: batch.get(keys.head, 'audit-head') ?? emptyChain(subject),
  };
};

const agrees = (agent: Agent, binding: string, bound: BoundAgent): boolean =>
  agent.status !== 'retired' &&
  bindingOf(agent.workload) === binding &&
  agent.ownerId === bound.ownerId &&
  agent.processId === bound.processId;
