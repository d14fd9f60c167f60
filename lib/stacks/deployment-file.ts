import { createHash } from 'node:crypto';
import type { Deployment } from '../../lambdas/contracts/deployment.ts';
import { profileDigest } from '../../lambdas/core/profiles/profile-digest.ts';
import type { Settings } from '../settings/settings.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What each Lambda knows of this deployment. */
export const deploymentOf = (settings: Settings): Deployment => {
  const { hub, environments, workloadIssuers, workforceIssuer, profiles } = settings;
  return {
    hubAccount: hub.account,
    partition: hub.partition,
    region: hub.region,
    environments: environments.map(({ partition: _, ...environment }) => environment),
    workloadIssuers,
    workforceIssuer,
    profiles: profiles.map((profile) => ({ ...profile, digest: profileDigest(profile, sha256) })),
  };
};
