import { createHash } from 'node:crypto';
import type { BrokerDeployment, Deployment } from '../../lambdas/contracts/deployment.ts';
import { profileDigest } from '../../lambdas/core/profiles/profile-digest.ts';
import type { Settings } from '../settings/settings.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const shared = ({ hub, environments, workloadIssuers, workforceIssuer }: Settings) => ({
  hubAccount: hub.account,
  partition: hub.partition,
  region: hub.region,
  environments: environments.map(({ partition: _, ...environment }) => environment),
  workloadIssuers,
  workforceIssuer,
});

/** What every Lambda but the broker knows of this deployment. */
export const deploymentOf = (settings: Settings): Deployment => ({
  ...shared(settings),
  profiles: settings.profiles.map((profile) => ({ ...profile, digest: profileDigest(profile, sha256) })),
});

/** What the broker knows: no statement of any profile, it has no use for them. */
export const brokerDeploymentOf = (settings: Settings): BrokerDeployment => ({
  ...shared(settings),
  profileSummaries: settings.profiles.map((profile) => ({
    profile: profile.profile,
    digest: profileDigest(profile, sha256),
    environments: profile.environments,
    maxLeaseSeconds: profile.maxLeaseSeconds,
    permissions: profile.permissions.map(({ name }) => name),
    elevated: profile.elevated.map(({ name }) => name),
  })),
});
