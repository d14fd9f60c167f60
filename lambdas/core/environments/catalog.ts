import type { EnvironmentName, ProfileName } from '../kernel/identifiers.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Environment } from './environment.ts';

/** A profile as deployed; `digest` changes whenever anything in it does. */
export interface DeployedProfile extends Profile {
  readonly digest: string;
}

/** What this deployment was configured with: environments, profiles, issuers. It changes by a deployment only. */
export interface Catalog {
  readonly environments: ReadonlyMap<EnvironmentName, Environment>;
  readonly profiles: ReadonlyMap<ProfileName, DeployedProfile>;
  /** The issuers whose tokens workloads may use. */
  readonly workloadIssuers: readonly string[];
}
