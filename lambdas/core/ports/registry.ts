import type { Agent } from '../agents/agent.ts';
import type { AgentId, EnvironmentName, OwnerId, ProcessId } from '../kernel/identifiers.ts';
import type { Owner } from '../owners/owner.ts';
import type { Process } from '../processes/process.ts';

/** Whose agents are meant. */
export type AgentsOf = { readonly ownerId: OwnerId } | { readonly processId: ProcessId };

export interface AgentPage {
  readonly agents: readonly Agent[];
  /** Pass it back for the next page; absent on the last one. */
  readonly cursor?: string;
}

/** Who answers for what. Every read is strongly consistent; what is missing is undefined. */
export interface Registry {
  agent(agentId: AgentId): Promise<Agent | undefined>;
  /** The agent bound to a workload (see `bindingOf`), if any; a retired agent is bound to none. */
  agentIdOfBinding(binding: string): Promise<AgentId | undefined>;
  owner(ownerId: OwnerId): Promise<Owner | undefined>;
  process(processId: ProcessId): Promise<Process | undefined>;
  /** Those of `candidates` in which the owner or process has an agent that is not retired, in the same order. */
  environmentsOf(of: AgentsOf, candidates: readonly EnvironmentName[]): Promise<readonly EnvironmentName[]>;
  /** The agents in one environment that are not retired, in pages of at most 50, ordered by agent id. */
  agentsOf(of: AgentsOf, environment: EnvironmentName, cursor?: string): Promise<AgentPage>;
}
