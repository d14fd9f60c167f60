import type { Lease } from './lease.ts';

/** The keys that the broker alone can set; the trust policy of every agent role names exactly these. */
export const SESSION_TAG_KEYS = [
  'mandate:agent',
  'mandate:owner',
  'mandate:process',
  'mandate:profile',
  'mandate:environment',
  'mandate:lease',
] as const;
export const ELEVATION_TAG_KEY = 'mandate:elevation';
/** Marks a verifier's session: the boundary lets it read the heartbeat and nothing else. */
export const PROBE_TAG_KEY = 'mandate:probe';

export type SessionTags = Readonly<Record<string, string>>;

/** CloudTrail names the agent, the accountable human and the lease on every call because of these. */
export const sessionTags = (lease: Omit<Lease, 'issuedAt' | 'expiresAt' | 'roleArn'>): SessionTags => ({
  'mandate:agent': lease.agentId,
  'mandate:owner': lease.ownerId,
  'mandate:process': `${lease.processId}@${lease.processVersion}`,
  'mandate:profile': lease.profile,
  'mandate:environment': lease.environment,
  'mandate:lease': lease.leaseId,
});
