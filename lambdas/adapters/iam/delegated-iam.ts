import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Deployment } from '../../contracts/deployment.ts';
import { externalId, type WorkloadAccount } from '../../contracts/resource-names.ts';
import type { EnvironmentName } from '../../core/kernel/identifiers.ts';
import { type SessionCredentials, sessionCredentials } from '../sts/session-credentials.ts';

export interface DelegatedIamOptions {
  readonly deployment: Pick<Deployment, 'hubAccount' | 'partition' | 'environments'>;
  /** Opens the sessions, with the function's own credentials. */
  readonly sts: STSClient;
  /** Names the function in CloudTrail. */
  readonly sessionName: string;
  readonly clientConfig?: IAMClientConfig;
}

/** IAM of one environment's account. */
export interface AccountIam {
  readonly where: WorkloadAccount;
  readonly client: IAMClient;
}

/** An environment is not, or no longer, one of this deployment. */
export class UnknownEnvironmentError extends Error {
  override readonly name = 'UnknownEnvironmentError';
  readonly code = 'unknown-environment';
  readonly resolution = 'add the environment to the settings again, and deploy';

  constructor(environment: EnvironmentName) {
    super(`environment ${environment} is not one of this deployment`);
  }
}

/** The role through which an environment's account is reached could not be assumed. */
export class DelegationError extends Error {
  override readonly name = 'DelegationError';
  readonly code = 'delegation-failed';
  readonly resolution: string;

  constructor(roleArn: string, environment: EnvironmentName, options: ErrorOptions) {
    super(`role ${roleArn} could not be assumed`, options);
    this.resolution = `see the cause; if it is AccessDenied, deploy the workload stack of ${environment}`;
  }
}

/** Where the one control plane of IAM is reached, by partition; elsewhere the environment's own Region will do. */
const CONTROL_PLANES: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** Seconds of a delegated session; the SDK opens the next one five minutes before the end. */
const SESSION_SECONDS = 900;

/**
 * IAM of the environments' accounts, each through one role there. Clients, and with them the sessions, are kept.
 * @param delegateArn the role's
 */
export const delegatedIam = (
  options: DelegatedIamOptions,
  delegateArn: (where: WorkloadAccount) => string,
): ((environment: EnvironmentName) => AccountIam) => {
  const accounts = new Map<EnvironmentName, AccountIam>();
  return (environment) => {
    const account = accounts.get(environment) ?? connect(options, environment, delegateArn);
    accounts.set(environment, account);
    return account;
  };
};

const connect = (
  options: DelegatedIamOptions,
  environment: EnvironmentName,
  delegateArn: (where: WorkloadAccount) => string,
): AccountIam => {
  const { environments, partition } = options.deployment;
  const known = environments.find(({ name }) => name === environment);
  if (known === undefined) throw new UnknownEnvironmentError(environment);
  const where = { partition, account: known.account, environment };
  const client = new IAMClient({
    ...options.clientConfig,
    region: CONTROL_PLANES[partition] ?? known.region,
    credentials: () => openSession(options, environment, delegateArn(where)),
  });
  return { where, client };
};

const openSession = async (
  { sts, sessionName, deployment }: DelegatedIamOptions,
  environment: EnvironmentName,
  roleArn: string,
): Promise<SessionCredentials> => {
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ExternalId: externalId(deployment.hubAccount, environment),
    DurationSeconds: SESSION_SECONDS,
  });
  try {
    return sessionCredentials((await sts.send(command)).Credentials);
  } catch (cause) {
    // by a name of its own: a denial here is not one by the account's IAM
    throw new DelegationError(roleArn, environment, { cause });
  }
};
