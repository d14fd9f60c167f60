import type { Instant } from '../kernel/instant.ts';
import { secondsBetween } from '../kernel/instant.ts';
import type { Reason, Result } from '../kernel/result.ts';
import type { Owner } from '../owners/owner.ts';
import type { ReadyAgent } from './check-agent.ts';
import {
  DEFAULT_LEASE_SECONDS,
  type LeaseRequest,
  LONGEST_LEASE_SECONDS,
  SHORTEST_LEASE_SECONDS,
} from './lease-request.ts';
import { okUnless } from './stage.ts';

/** One of the things that end a lease; as a reason it says that it leaves too little time for one. */
interface Limit extends Reason {
  readonly seconds: number;
}

/** The shortest of what was asked and every limit, in seconds; refused if that is shorter than a session can be. */
export const checkDuration = (
  { durationSeconds = DEFAULT_LEASE_SECONDS }: LeaseRequest,
  ready: ReadyAgent,
  { owner, now }: { readonly owner: Owner; readonly now: Instant },
): Result<number> => {
  const limits = [askedLimit(durationSeconds), ...settingLimits(ready), ...timeLimits(ready, owner, now)];
  const reasons = limits
    .filter(({ seconds }) => seconds < SHORTEST_LEASE_SECONDS)
    .map(({ code, message, resolution }) => ({ code, message, resolution }));
  return okUnless(reasons, Math.min(LONGEST_LEASE_SECONDS, ...limits.map(({ seconds }) => seconds)));
};

const SHORTEST = `the shortest lease lasts ${SHORTEST_LEASE_SECONDS} seconds`;

const askedLimit = (seconds: number): Limit => ({
  seconds,
  code: 'duration-too-short',
  message: `${seconds} seconds were asked for; ${SHORTEST}`,
  resolution: `ask for ${SHORTEST_LEASE_SECONDS} seconds or more`,
});

const settingLimits = ({ profile, environment }: ReadyAgent): readonly Limit[] => [
  {
    seconds: profile.maxLeaseSeconds,
    code: 'profile-limit-too-short',
    message: `profile "${profile.profile}" allows leases of ${profile.maxLeaseSeconds} seconds; ${SHORTEST}`,
    resolution: 'raise its maxLeaseSeconds and deploy',
  },
  {
    seconds: environment.maxLeaseSeconds,
    code: 'environment-limit-too-short',
    message: `environment "${environment.name}" allows leases of ${environment.maxLeaseSeconds} seconds; ${SHORTEST}`,
    resolution: 'raise its maxLeaseSeconds in the settings and deploy',
  },
];

const timeLimits = ({ agent }: ReadyAgent, owner: Owner, now: Instant): readonly Limit[] => [
  ...(agent.expiresAt === undefined
    ? []
    : [
        {
          seconds: secondsBetween(now, agent.expiresAt),
          code: 'agent-expires-soon',
          message: `agent "${agent.agentId}" expires at ${agent.expiresAt}; ${SHORTEST}`,
          resolution: 'give the agent a later expiresAt',
        },
      ]),
  ...(owner.leavesAt === undefined
    ? []
    : [
        {
          seconds: secondsBetween(now, owner.leavesAt),
          code: 'owner-leaves-soon',
          message: `owner "${owner.ownerId}" leaves at ${owner.leavesAt}; ${SHORTEST}`,
          resolution: 'transfer the agent to another owner',
        },
      ]),
];
