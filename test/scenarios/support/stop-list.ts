import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { stopListArn } from '../../../lambdas/contracts/resource-names.ts';
import { iamOf } from './agent-role.ts';
import type { Cast, Stage } from './stage.ts';

/** Removes an environment's stop list, as only an administrator of its account could. */
export const removeStopList = async (stage: Stage, environment: Cast['environment']): Promise<void> => {
  const iam = iamOf(stage, environment);
  if ((await iam.stopList()) === undefined) return;
  const account = stage.env.accounts[environment];
  const PolicyArn = stopListArn({ partition: 'aws', account, environment });
  const { PolicyRoles = [] } = await iam.client.send(new ListEntitiesForPolicyCommand({ PolicyArn }));
  for (const { RoleName } of PolicyRoles) {
    await iam.client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  const { Versions = [] } = await iam.client.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId } of Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true)) {
    await iam.client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await iam.client.send(new DeletePolicyCommand({ PolicyArn }));
};
