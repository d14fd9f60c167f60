import type { Agent } from '../agents/agent.ts';
import type { EnvironmentName } from '../kernel/identifiers.ts';
import type { AgentPage, Registry } from '../ports/registry.ts';
import { isOnProfile } from '../processes/process.ts';
import type { StopTarget } from './stop.ts';

/** One page of the agents that a stop covers in an environment; a lease stop's page is the lease's agent. */
export const coveredAgents = async (
  {
    target,
    environment,
    cursor,
  }: {
    readonly target: StopTarget;
    readonly environment: EnvironmentName;
    readonly cursor?: string | undefined;
  },
  registry: Registry,
): Promise<AgentPage> => {
  switch (target.kind) {
    case 'owner':
      return registry.agentsOf({ ownerId: target.ownerId }, environment, cursor);
    case 'process': {
      const page = await registry.agentsOf({ processId: target.processId }, environment, cursor);
      return { ...page, agents: page.agents.filter((agent) => covers(target, agent)) };
    }
    case 'agent':
    case 'lease': {
      const agent = await registry.agent(target.agentId);
      return { agents: agent === undefined ? [] : [agent] };
    }
  }
};

/** Whether the stop is on the agent as it is now: it may have been moved since. */
export const covers = (target: StopTarget, agent: Agent): boolean => {
  switch (target.kind) {
    case 'owner':
      return agent.ownerId === target.ownerId;
    case 'process':
      return agent.processId === target.processId && isOnProfile(target, agent.profile);
    case 'agent':
    case 'lease':
      return agent.agentId === target.agentId;
  }
};
