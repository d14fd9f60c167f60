import type { EnvironmentName, ProfileName } from '../kernel/identifiers.ts';

/** IAM condition block: operator -> condition key -> value or values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One named permission; becomes one Allow statement of the agent's role. */
export interface ProfileStatement {
  /** Unique in the profile, base and elevated together; a lease can be narrowed to it by this name. */
  readonly name: string;
  readonly description: string;
  readonly actions: readonly string[];
  /** ARNs; may hold `${partition}`, `${region}`, `${account}`, `${environment}`, `${agentId}` and IAM policy variables. */
  readonly resources: readonly string[];
  readonly conditions?: Conditions | undefined;
  /** Why a wildcard in an action or resource is needed; required when there is one. */
  readonly reason?: string | undefined;
}

/** A permission in force only while a human approval for it is. */
export interface ElevatedStatement extends ProfileStatement {
  /** The longest that one approval lasts. */
  readonly maxSeconds: number;
  readonly approverGroup: string;
  /** How many approvers have to agree. */
  readonly quorum: number;
}

/** A reviewed permission document: what an agent of this kind may do, what it may ask for, where and for how long. */
export interface Profile {
  readonly profile: ProfileName;
  readonly description: string;
  readonly environments: readonly EnvironmentName[];
  readonly maxLeaseSeconds: number;
  readonly permissions: readonly ProfileStatement[];
  readonly elevated: readonly ElevatedStatement[];
}
