import type { TrustedCallers } from '../core/agents/role-trust.ts';
import type { Catalog } from '../core/environments/catalog.ts';
import type { Deployment } from './deployment.ts';
import { BROKER_ROLE, hubRoleArn, VERIFIER_ROLE } from './resource-names.ts';

/** The deployment, as the domain's rules look at it. */
export const catalogOf = ({ environments, profiles, workloadIssuers, partition }: Deployment): Catalog => ({
  environments: new Map(
    environments.map(({ name, account, region, maxLeaseSeconds, acceptance }) => [
      name,
      { name, partition, account, region, maxLeaseSeconds, acceptance },
    ]),
  ),
  profiles: new Map(profiles.map((profile) => [profile.profile, profile])),
  workloadIssuers: workloadIssuers.map(({ issuer }) => issuer),
});

/** Who in the hub account may open sessions of agent roles. */
export const trustedCallersOf = ({ hubAccount, partition, region }: Deployment): TrustedCallers => {
  const hub = { account: hubAccount, partition, region };
  return {
    hubAccount: `arn:${partition}:iam::${hubAccount}:root`,
    broker: hubRoleArn(hub, BROKER_ROLE),
    verifier: hubRoleArn(hub, VERIFIER_ROLE),
  };
};
