import type { AgentId, EnvironmentName } from '../../core/kernel/identifiers.ts';
import type { RoleSpecification } from '../../core/ports/role-manager.ts';
import { type AgentRole, MAX_SESSION_SECONDS } from './agent-role.ts';
import type { RoleState } from './role-state.ts';

/** What others added to an agent's role and Mandate may not take away: an administrator of the account has to. */
export interface RoleDrift {
  readonly agentId: AgentId;
  readonly environment: EnvironmentName;
  readonly roleArn: string;
  /** ARNs of attached policies beside the stop list. */
  readonly attachedPolicies: readonly string[];
  /** Keys of tags beside the agent's own. */
  readonly tags: readonly string[];
  /** Set when it is not an hour. */
  readonly maxSessionSeconds?: number;
}

/** Undefined when there is none. */
export const driftOf = (
  role: AgentRole,
  { environment, tags }: RoleSpecification,
  state: RoleState,
): RoleDrift | undefined => {
  const attachedPolicies = state.attached.filter((arn) => arn !== role.stopListArn);
  const extraTags = Object.keys(state.tags).filter((key) => !(key in tags));
  const { maxSessionSeconds = MAX_SESSION_SECONDS } = state;
  const longer = maxSessionSeconds !== MAX_SESSION_SECONDS;
  if (attachedPolicies.length === 0 && extraTags.length === 0 && !longer) return undefined;
  return {
    agentId: role.agentId,
    environment,
    roleArn: role.arn,
    attachedPolicies,
    tags: extraTags,
    ...(longer && { maxSessionSeconds }),
  };
};
