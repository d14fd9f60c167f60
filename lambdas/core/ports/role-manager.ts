import type { AgentId, EnvironmentName } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';
import type { PolicyDocument } from '../profiles/policy-document.ts';

/** All of an agent's role: two specifications that are equal give the same role. */
export interface RoleSpecification {
  readonly agentId: AgentId;
  readonly environment: EnvironmentName;
  readonly trust: PolicyDocument;
  readonly permissions: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string;
  /** Sessions opened before it are denied by the role itself, and a lock gives way to that. */
  readonly sessionsFrom?: Instant;
  /** Content of the stop list if the environment has none yet: its first role must not wait for the first stop. */
  readonly emptyStopList: PolicyDocument;
}

/**
 * The agent roles of the workload accounts. Every operation can be repeated: it completes what an earlier, interrupted
 * one left half done. A role of that name that is not this agent's is refused (`ForeignRoleError`), never taken over.
 */
export interface RoleManager {
  /**
   * Creates or completes the role: boundary and stop list are attached before it is permitted anything. A lock stays:
   * whatever order comes late, only the role's deletion ends it.
   */
  ensureRole(specification: RoleSpecification): Promise<{ readonly arn: string }>;
  /** Denies everything on the role itself, for sessions already issued and to come. Missing role: does nothing. */
  lockRole(agentId: AgentId, environment: EnvironmentName): Promise<void>;
  /** Removes the role with all that is attached to it. Missing role: does nothing. */
  deleteRole(agentId: AgentId, environment: EnvironmentName): Promise<void>;
}
