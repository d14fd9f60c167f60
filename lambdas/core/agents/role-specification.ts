import type { DeployedProfile } from '../environments/catalog.ts';
import type { Environment } from '../environments/environment.ts';
import type { RoleSpecification } from '../ports/role-manager.ts';
import { compileRolePolicy } from '../profiles/compile-role-policy.ts';
import { compileStopList } from '../stops/compile-stop-list.ts';
import type { Agent } from './agent.ts';
import { compileTrust, type TrustedCallers } from './role-trust.ts';

/** Where the role goes, what it may do, who may use it. */
export interface RolePlan {
  readonly environment: Environment;
  readonly profile: DeployedProfile;
  readonly callers: TrustedCallers;
}

/** All of an agent's role, from what the agent is and its profile says. */
export const specifyRole = (
  agent: Agent,
  { environment, profile, callers }: RolePlan,
): RoleSpecification => ({
  agentId: agent.agentId,
  environment: agent.environment,
  trust: compileTrust(agent, callers),
  permissions: compileRolePolicy(profile, {
    partition: environment.partition,
    region: environment.region,
    account: environment.account,
    environment: environment.name,
    agentId: agent.agentId,
  }),
  tags: {
    'mandate:agent': agent.agentId,
    'mandate:environment': agent.environment,
    'mandate:profile': agent.profile,
  },
  description: `Mandate: agent ${agent.agentId} in ${agent.environment}`,
  ...(agent.role?.sessionsFrom !== undefined && { sessionsFrom: agent.role.sessionsFrom }),
  emptyStopList: compileStopList([]).document,
});
