import { compileTrust } from '../../lambdas/core/agents/role-trust.ts';
import type { EnvironmentName } from '../../lambdas/core/kernel/identifiers.ts';
import type { RoleSpecification } from '../../lambdas/core/ports/role-manager.ts';
import { compileRolePolicy } from '../../lambdas/core/profiles/compile-role-policy.ts';
import { compileStopList } from '../../lambdas/core/stops/compile-stop-list.ts';
import { agentId } from './contract-suites/entities.ts';
import { profileOf, TARGET } from './profiles.ts';

export const CALLERS = {
  hubAccount: 'arn:aws:iam::111111111111:root',
  broker: 'arn:aws:iam::111111111111:role/MandateBroker',
  verifier: 'arn:aws:iam::111111111111:role/MandateVerifier',
};

/** The role of an agent with the sample profile, as the domain compiles it for an environment in us-east-1. */
export const specificationOf = (
  id: string,
  environment: EnvironmentName,
  changes: Partial<RoleSpecification> = {},
): RoleSpecification => ({
  agentId: agentId(id),
  environment,
  trust: compileTrust({ agentId: agentId(id), environment }, CALLERS),
  permissions: compileRolePolicy(profileOf(), { ...TARGET, region: 'us-east-1', environment, agentId: id }),
  tags: { 'mandate:agent': id, 'mandate:environment': environment, 'mandate:profile': 'coding-agent' },
  description: `Mandate: agent ${id} in ${environment}`,
  emptyStopList: compileStopList([]).document,
  ...changes,
});
