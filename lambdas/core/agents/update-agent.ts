import type { Catalog } from '../environments/catalog.ts';
import type { AgentUpdated } from '../events/inbound-event.ts';
import type { Instant } from '../kernel/instant.ts';
import { asReasons, ok, type Reason, type Reasons, type Result, refused } from '../kernel/result.ts';
import { isOnProfile, type Process } from '../processes/process.ts';
import { type Agent, isWorking, type SuspensionReason } from './agent.ts';
import { checkPlacement, checkProcess } from './check-registration.ts';
import { beingStopped, isBeingStopped, retiredAgent } from './refusals.ts';
import { provisionAnew, reinstate } from './transitions.ts';

/** What an update is judged by. */
export interface UpdateFacts {
  readonly now: Instant;
  readonly catalog: Catalog;
  /** The process that the agent serves so far. */
  readonly formerProcess: Process | undefined;
  /** The process that the agent will serve. */
  readonly process: Process | undefined;
}

const withUpdate = (agent: Agent, event: AgentUpdated): Agent => {
  const { type: _, source: __, eventId: ___, occurredAt, agentId: ____, ...given } = event;
  return { ...agent, ...given, updatedAt: occurredAt };
};

const changesStanding = (agent: Agent, updated: Agent): boolean =>
  agent.processId !== updated.processId || agent.profile !== updated.profile;

const checkBackup = ({ ownerId, backupOwnerId }: Agent): Reason[] =>
  backupOwnerId === ownerId
    ? [
        {
          code: 'backup-is-owner',
          message: 'the backup owner is the owner',
          resolution: 'name another person',
        },
      ]
    : [];

/** A stop on its process has yet to find it where it is. */
const isAboutToBeStopped = (agent: Agent, { formerProcess }: UpdateFacts): boolean => {
  const stops = formerProcess?.stops ?? [];
  return isWorking(agent) && stops.some((stop) => isOnProfile(stop, agent.profile));
};

/** The reasons of a suspension that the update does away with. */
const mended = (agent: Agent, updated: Agent, { now }: UpdateFacts): readonly SuspensionReason[] => [
  ...(changesStanding(agent, updated) ? (['process-changed', 'process-retired'] as const) : []),
  ...(updated.expiresAt === undefined || updated.expiresAt > now ? (['expired'] as const) : []),
];

/** The agent as it goes on: with another profile or process its role is made anew, and older sessions are denied. */
const goingOn = (agent: Agent, updated: Agent, facts: UpdateFacts): Agent => {
  const back = reinstate(updated, mended(agent, updated, facts), facts.now);
  if (back !== undefined) return back;
  if (updated.status === 'active' && changesStanding(agent, updated))
    return provisionAnew(updated, facts.now);
  return { ...updated, revision: agent.revision + 1 };
};

/**
 * Judges an update: the agent as it then is; undefined where a newer update is known already; or every reason against
 * it at once. What it leaves out stays as it is.
 */
export const updateAgent = (
  agent: Agent,
  event: AgentUpdated,
  facts: UpdateFacts,
): Result<Agent | undefined, Reasons> => {
  if (agent.updatedAt !== undefined && event.occurredAt <= agent.updatedAt) return ok(undefined);
  const updated = withUpdate(agent, event);
  const standing = changesStanding(agent, updated);
  const reasons = asReasons([
    ...(agent.status === 'retired' ? [retiredAgent(agent)] : []),
    ...(standing ? [...checkProcess(updated, facts.process), ...checkPlacement(updated, facts)] : []),
    ...checkBackup(updated),
    // a clean-up under way would suspend it again
    ...(isBeingStopped(agent) || (standing && isAboutToBeStopped(agent, facts)) ? [beingStopped(agent)] : []),
  ]);
  return reasons === undefined ? ok(goingOn(agent, updated, facts)) : refused(reasons);
};
