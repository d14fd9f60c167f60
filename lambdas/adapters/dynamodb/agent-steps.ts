import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../../core/agents/agent.ts';
import { bindingOf } from '../../core/agents/workload.ts';
import { agentKey, bindingKey, dueKey, indexKey, type Key } from './keys.ts';
import { type Condition, hasRevision, put, remove, type Step } from './step.ts';
import { type Item, toItem } from './stored-item.ts';

/** An item that follows from an agent: its binding, which nobody else may hold, or a place in an index. */
interface Place {
  readonly key: Key;
  readonly item: Item;
  readonly condition?: Condition;
}

/** The agent itself, with those of its places that change: 4 items on registration and retirement, usually 1. */
export const agentSteps = (next: Agent, previous: Agent | undefined): readonly Step[] => {
  const before = previous === undefined ? [] : placesOf(previous);
  const after = placesOf(next);
  const left = before.filter(({ key }) => !after.some((place) => isDeepStrictEqual(place.key, key)));
  const taken = after.filter(({ item }) => !before.some((place) => isDeepStrictEqual(place.item, item)));
  return [
    put(toItem({ ...agentKey(next.agentId), kind: 'agent' }, next), hasRevision(next.revision - 1)),
    ...left.map(({ key, condition }) => remove(key, condition)),
    ...taken.map(({ item, condition }) => put(item, condition)),
  ];
};

const placesOf = (agent: Agent): readonly Place[] =>
  agent.status === 'retired'
    ? []
    : [
        bindingPlace(agent),
        indexPlace(agent, indexKey({ ownerId: agent.ownerId }, agent.environment, agent.agentId)),
        indexPlace(agent, indexKey({ processId: agent.processId }, agent.environment, agent.agentId)),
        ...duePlaces(agent),
      ];

const bindingPlace = ({ agentId, ownerId, processId, workload }: Agent): Place => {
  const key = bindingKey(bindingOf(workload));
  return {
    key,
    item: toItem({ ...key, kind: 'binding' }, { agentId, ownerId, processId }),
    condition: {
      ConditionExpression: 'attribute_not_exists(pk) OR #data.agentId = :agentId',
      ExpressionAttributeNames: { '#data': 'data' },
      ExpressionAttributeValues: { ':agentId': { S: agentId } },
    },
  };
};

/** Noted until it has taken effect. */
const duePlaces = (agent: Agent): readonly Place[] => {
  const { agentId, expiresAt } = agent;
  const settled = agent.status === 'suspended' && agent.reasons.includes('expired');
  if (expiresAt === undefined || settled) return [];
  const due = { kind: 'agent-expires', agentId, at: expiresAt } as const;
  return [{ key: dueKey(due), item: toItem({ ...dueKey(due), kind: 'due' }, due) }];
};

const indexPlace = ({ agentId }: Agent, key: Key): Place => ({
  key,
  item: toItem({ ...key, kind: 'agent-index' }, { agentId }),
});
