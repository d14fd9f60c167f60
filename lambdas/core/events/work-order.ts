import type { AgentId, EnvironmentName, StopId } from '../kernel/identifiers.ts';

/** Work that follows from a committed change; carried out at least once, by an idempotent use case. */
export type WorkOrder =
  | { readonly kind: 'provision-agent'; readonly agentId: AgentId }
  | { readonly kind: 'activate-agent'; readonly agentId: AgentId }
  | { readonly kind: 'spread-stop'; readonly stopId: StopId }
  | { readonly kind: 'compile-stop-list'; readonly environment: EnvironmentName }
  | { readonly kind: 'verify-stop'; readonly stopId: StopId; readonly environment: EnvironmentName }
  | {
      readonly kind: 'clear-stop';
      readonly stopId: StopId;
      readonly environment: EnvironmentName;
      /** The page of covered agents to go on with; absent: the first. */
      readonly cursor?: string;
    };
