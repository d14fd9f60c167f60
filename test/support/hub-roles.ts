import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { sessionCredentials } from '../../lambdas/adapters/sts/session-credentials.ts';
import {
  BROKER_ROLE,
  COMPILER_ROLE,
  hubRoleArn,
  PROVISIONER_ROLE,
  VERIFIER_ROLE,
} from '../../lambdas/contracts/resource-names.ts';
import { permissionsOf } from '../../lib/stacks/function-permissions.ts';
import type { Emulator } from '../../local/environment/emulator.ts';
import { adminConfig } from './clients.ts';
import type { WorkloadUnderTest } from './workload-account.ts';

const ROLES = {
  broker: BROKER_ROLE,
  verifier: VERIFIER_ROLE,
  provisioner: PROVISIONER_ROLE,
  compiler: COMPILER_ROLE,
} as const;

/** The functions that act in the accounts of environments. */
export type ActingFunction = keyof typeof ROLES;

/**
 * Settings of a client that calls with a function's role in the hub, which has what the control plane stack gives it
 * for this environment. Only an administrator's session stands in for the Lambda service.
 */
export const hubFunction = async (
  emulator: Emulator,
  workload: WorkloadUnderTest,
  name: ActingFunction,
): Promise<STSClientConfig> => {
  const admin = adminConfig(emulator, emulator.accounts.hub);
  const iam = new IAMClient(admin);
  const { partition } = workload.where;
  const hub = { partition, region: emulator.region, account: emulator.accounts.hub };
  const RoleName = ROLES[name];
  await createOnce(iam, RoleName, hub.account);
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      // every test adds what its own environment needs
      PolicyName: workload.environment,
      PolicyDocument: policyOf(workload, name),
    }),
  );
  const RoleArn = hubRoleArn(hub, RoleName);
  const session = await new STSClient(admin).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: `mandate-${name}` }),
  );
  return { ...admin, credentials: sessionCredentials(session.Credentials) };
};

const policyOf = ({ settings }: WorkloadUnderTest, name: ActingFunction): string => {
  const Statement = permissionsOf(settings, name, 'arn:aws:dynamodb:*:*:table/mandate/stream/*').map(
    ({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources }),
  );
  return JSON.stringify({ Version: '2012-10-17', Statement });
};

const createOnce = async (iam: IAMClient, RoleName: string, account: string): Promise<void> => {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  });
  try {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  } catch (error) {
    // test files run side by side
    if (!(error instanceof Error) || error.name !== 'EntityAlreadyExistsException') throw error;
  }
};
