import type { Agent } from './agent.ts';

/** The ids by which an event names an agent and what it stands under. */
export const agentIds = ({ agentId, environment, ownerId, processId, profile }: Agent) => ({
  agentId,
  environment,
  ownerId,
  processId,
  profile,
});
