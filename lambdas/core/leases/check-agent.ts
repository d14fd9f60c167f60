import type { ActiveAgent, Agent } from '../agents/agent.ts';
import type { Catalog, DeployedProfile } from '../environments/catalog.ts';
import type { Environment } from '../environments/environment.ts';
import type { Instant } from '../kernel/instant.ts';
import { ok, type Reason, type Result, refused } from '../kernel/result.ts';
import { checkStatus } from './check-status.ts';
import { allOf } from './stage.ts';

/** An agent that can work, with what the deployment says of its environment and profile. */
export interface ReadyAgent {
  readonly agent: ActiveAgent;
  readonly environment: Environment;
  readonly profile: DeployedProfile;
}

/** The agent is active and not expired, and its role is the one that this deployment describes. */
export const checkAgent = (agent: Agent, catalog: Catalog, now: Instant): Result<ReadyAgent> => {
  const checks = {
    agent: checkStatus(agent),
    environment: findEnvironment(agent, catalog),
    profile: findProfile(agent, catalog),
  };
  const found = allOf(checks);
  return allOf(checks, [...expiryReasons(agent, now), ...(found.ok ? roleReasons(found.value) : [])]);
};

const findEnvironment = ({ environment: name }: Agent, { environments }: Catalog): Result<Environment> => {
  const environment = environments.get(name);
  if (environment !== undefined) return ok(environment);
  return refused([
    {
      code: 'environment-not-deployed',
      message: `this deployment has no environment "${name}"`,
      resolution: 'add it to the settings and deploy, or retire the agent',
    },
  ]);
};

const findProfile = (
  { profile: name, environment }: Agent,
  { profiles }: Catalog,
): Result<DeployedProfile> => {
  const profile = profiles.get(name);
  if (profile?.environments.includes(environment)) return ok(profile);
  return refused([
    {
      code: 'profile-not-deployed',
      message: `this deployment has no profile "${name}" for environment "${environment}"`,
      resolution: 'add the profile, or the environment to it, and deploy; or give the agent another profile',
    },
  ]);
};

const expiryReasons = ({ agentId, expiresAt }: Agent, now: Instant): readonly Reason[] =>
  expiresAt === undefined || expiresAt > now
    ? []
    : [
        {
          code: 'agent-expired',
          message: `agent "${agentId}" expired at ${expiresAt}`,
          resolution: 'give the agent a later expiresAt, or retire it',
        },
      ];

const accountOf = (roleArn: string): string | undefined => roleArn.split(':')[4];

const roleReasons = ({ agent: { agentId, role }, environment, profile }: ReadyAgent): readonly Reason[] => {
  const resolution = 'ask again in some seconds: its role is to be written anew';
  if (role.lockedAt !== undefined) {
    const message = `the role of agent "${agentId}" has been locked since ${role.lockedAt}`;
    return [{ code: 'role-locked', message, resolution }];
  }
  // a role in another account is out of reach of the environment's stop list
  if (role.profileDigest === profile.digest && accountOf(role.arn) === environment.account) return [];
  const message = `the role of agent "${agentId}" is not yet what profile "${profile.profile}" says as deployed`;
  return [{ code: 'role-not-current', message, resolution }];
};
