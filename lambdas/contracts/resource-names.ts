/** An environment's account, as far as its resources' ARNs need it. */
export interface WorkloadAccount {
  readonly partition: string;
  readonly account: string;
  readonly environment: string;
}

/** Where the control plane runs. */
export interface Hub {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

// Stacks in different accounts find each other by these names: CloudFormation cannot refer across accounts.
export const TABLE_NAME = 'mandate';
export const BROKER_ROLE = 'MandateBroker';
export const VERIFIER_ROLE = 'MandateVerifier';
export const PROVISIONER_ROLE = 'MandateProvisioner';
export const COMPILER_ROLE = 'MandateCompiler';

export const boundaryName = (environment: string): string => `MandateBoundary-${environment}`;
export const stopListName = (environment: string): string => `MandateStops-${environment}`;
export const provisionerName = (environment: string): string => `${PROVISIONER_ROLE}-${environment}`;
export const stopWriterName = (environment: string): string => `MandateStopWriter-${environment}`;
export const heartbeatName = (environment: string): string => `/mandate/${environment}/heartbeat`;

/** Path of an environment's agent roles. */
export const agentRolePath = (environment: string): string => `/mandate/${environment}/`;
export const agentRoleName = (agentId: string): string => `mandate-${agentId}`;
/** Path of Mandate's customer-managed policies. */
export const POLICY_PATH = '/mandate/';

const iamArn = ({ partition, account }: WorkloadAccount, resource: string): string =>
  `arn:${partition}:iam::${account}:${resource}`;

/** @param agentId `*` for all of the environment */
export const agentRoleArn = (where: WorkloadAccount, agentId: string): string =>
  iamArn(where, `role${agentRolePath(where.environment)}${agentRoleName(agentId)}`);
/**
 * What IAM takes for the ARN of an agent role that does not exist: where there is no role, there is no path.
 * @param agentId `*` for all
 */
export const missingRoleArn = (where: WorkloadAccount, agentId: string): string =>
  iamArn(where, `role/${agentRoleName(agentId)}`);
export const boundaryArn = (where: WorkloadAccount): string =>
  iamArn(where, `policy${POLICY_PATH}${boundaryName(where.environment)}`);
export const stopListArn = (where: WorkloadAccount): string =>
  iamArn(where, `policy${POLICY_PATH}${stopListName(where.environment)}`);
export const provisionerArn = (where: WorkloadAccount): string =>
  iamArn(where, `role/${provisionerName(where.environment)}`);
export const stopWriterArn = (where: WorkloadAccount): string =>
  iamArn(where, `role/${stopWriterName(where.environment)}`);
export const hubRoleArn = ({ partition, account }: Hub, role: string): string =>
  `arn:${partition}:iam::${account}:role/${role}`;

/** Said by the hub when it assumes a role of the environment, so that no other caller is mistaken for it. */
export const externalId = (hubAccount: string, environment: string): string =>
  `mandate:${hubAccount}:${environment}`;
