import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { agentRoleName } from '../../lambdas/contracts/resource-names.ts';
import { each } from '../figures/in-flight.ts';
import { ENVIRONMENT } from '../world/entities.ts';
import { adminOf, type World } from '../world/world.ts';

/** Calls at once: IAM throttles writes by account. */
const LANES = 10;

/** Source: IAM user guide, "Revoke IAM role temporary security credentials". */
const policyAt = (now: Date): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': now.toISOString() } },
    },
  });

/** What the console's "Revoke active sessions" does, for each role. Whoever does this has to know the roles already. */
export const revokeEachRole = async (world: World, agentIds: readonly string[]): Promise<void> => {
  const iam = new IAMClient(adminOf(world, world.env.accounts[ENVIRONMENT]));
  const PolicyDocument = policyAt(new Date());
  await each(agentIds, LANES, async (agentId) => {
    const RoleName = agentRoleName(agentId);
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'AWSRevokeOlderSessions', PolicyDocument }),
    );
  });
  iam.destroy();
};
