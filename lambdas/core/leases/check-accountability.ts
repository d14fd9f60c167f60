import type { Agent } from '../agents/agent.ts';
import type { Instant } from '../kernel/instant.ts';
import { type Reason, type Result, refused } from '../kernel/result.ts';
import { type Owner, ownerIsActive } from '../owners/owner.ts';
import type { LeaseFacts } from '../ports/lease-facts.ts';
import { type ActiveProcess, isOnProfile, type Process } from '../processes/process.ts';
import { allOf, okUnless } from './stage.ts';

/** Who answers for the agent, and the process it serves. */
export interface Accountability {
  readonly owner: Owner;
  readonly process: ActiveProcess;
}

/** The owner can answer for the agent, the process still wants it, and no stop is on either. */
export const checkAccountability = (
  { agent, owner, process }: LeaseFacts,
  now: Instant,
): Result<Accountability> =>
  allOf({ owner: checkOwner(agent, owner, now), process: checkProcess(agent, process) });

const checkOwner = ({ ownerId }: Agent, owner: Owner | undefined, now: Instant): Result<Owner> =>
  owner?.ownerId === ownerId
    ? okUnless(ownerReasons(owner, now), owner)
    : refused([
        {
          code: 'owner-unknown',
          message: `the directory has said nothing of owner "${ownerId}"`,
          resolution: 'let the directory emit Owner Joined for them, or transfer the agent',
        },
      ]);

const ownerReasons = (owner: Owner, now: Instant): readonly Reason[] => {
  const reasons: Reason[] = [];
  if (!ownerIsActive(owner, now)) {
    reasons.push({
      code: 'owner-left',
      message: `owner "${owner.ownerId}" has left`,
      resolution: 'transfer the agent to an owner who is active',
    });
  }
  if (owner.stopIds.length > 0) {
    reasons.push({
      code: 'owner-stopped',
      message: `owner "${owner.ownerId}" is under stop ${owner.stopIds.join(', ')}`,
      resolution: 'transfer the agent to another owner, or wait until the stop is cleared',
    });
  }
  return reasons;
};

const checkProcess = (agent: Agent, process: Process | undefined): Result<ActiveProcess> => {
  const { processId } = agent;
  if (process?.processId !== processId) {
    return refused([
      {
        code: 'process-unknown',
        message: `process "${processId}" was never registered`,
        resolution: 'let its system emit Process Registered, or move the agent to another process',
      },
    ]);
  }
  const stops = stopReasons(agent, process);
  if (process.status === 'active') return okUnless([...profileReasons(agent, process), ...stops], process);
  const resolution = 'move the agent to a process that is active, or retire it';
  return refused([
    {
      code: 'process-retired',
      message: `process "${processId}" was retired at ${process.retiredAt}`,
      resolution,
    },
    ...stops,
  ]);
};

const profileReasons = ({ profile }: Agent, process: ActiveProcess): readonly Reason[] =>
  process.profiles.includes(profile)
    ? []
    : [
        {
          code: 'profile-not-in-process',
          message: `process "${process.processId}" in version ${process.version} does not allow profile "${profile}"`,
          resolution: 'give the agent a profile that the process allows, or have the process allow this one',
        },
      ];

const stopReasons = ({ profile }: Agent, { processId, stops }: Process): readonly Reason[] =>
  stops
    .filter((stop) => isOnProfile(stop, profile))
    .map(({ stopId }) => ({
      code: 'process-stopped',
      message: `process "${processId}" is under stop ${stopId} for profile "${profile}"`,
      resolution: 'wait until the stop is cleared',
    }));
