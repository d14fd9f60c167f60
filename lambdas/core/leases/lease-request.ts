/** STS gives no session shorter than this. */
export const SHORTEST_LEASE_SECONDS = 900;
/** A session got through a role's session lasts at most this long: STS's limit on role chaining. */
export const LONGEST_LEASE_SECONDS = 3600;
/** Twice what boto3 refreshes ahead (900 s): a shorter lease would be refreshed all the time. */
export const DEFAULT_LEASE_SECONDS = 1800;

/** What an agent asks for; all of it can be left out. */
export interface LeaseRequest {
  readonly durationSeconds?: number;
  /** Names of base permissions that the session is narrowed to; empty means no narrowing. */
  readonly permissions: readonly string[];
  readonly elevation?: string;
}
