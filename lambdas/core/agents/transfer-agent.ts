import type { Environment } from '../environments/environment.ts';
import type { OwnershipTransferred } from '../events/inbound-event.ts';
import type { Instant } from '../kernel/instant.ts';
import { asReasons, ok, type Reason, type Reasons, type Result, refused } from '../kernel/result.ts';
import { type Owner, ownerIsActive } from '../owners/owner.ts';
import { type Agent, isWorking } from './agent.ts';
import { beingStopped, isBeingStopped, retiredAgent } from './refusals.ts';
import { reinstate } from './transitions.ts';

/** What a transfer is judged by. */
export interface TransferFacts {
  readonly now: Instant;
  readonly formerOwner: Owner | undefined;
  readonly newOwner: Owner | undefined;
  /** The agent's; undefined when it is not part of the deployment any more. */
  readonly environment: Environment | undefined;
}

const checkNewOwner = ({ ownerId }: OwnershipTransferred, { newOwner, now }: TransferFacts): Reason[] => {
  if (newOwner === undefined) {
    const resolution = 'send Owner Joined for that person first';
    return [{ code: 'owner-unknown', message: `owner ${ownerId} is not known`, resolution }];
  }
  if (ownerIsActive(newOwner, now)) return [];
  const resolution = 'transfer the agent to a person who is active';
  return [{ code: 'owner-left', message: `owner ${ownerId} has left`, resolution }];
};

const checkAcceptance = ({ environment }: TransferFacts): Reason[] =>
  environment?.acceptance === 'owner'
    ? [
        {
          code: 'acceptance-not-possible',
          message: `${environment.name} wants owners to accept their agents, which they cannot do yet`,
          resolution: 'set acceptance to none for that environment and deploy, then send the event again',
        },
      ]
    : [];

/** An agent of an owner who left is about to be stopped, if it is not yet; also if that owner is back by now. */
const checkStopped = (agent: Agent, { formerOwner, now }: TransferFacts): Reason[] => {
  const leaving =
    formerOwner === undefined || !ownerIsActive(formerOwner, now) || formerOwner.stopIds.length > 0;
  return isBeingStopped(agent) || (leaving && isWorking(agent)) ? [beingStopped(agent)] : [];
};

/**
 * Judges a transfer: the agent under its new owner, on the way back into service if only its owner's leaving kept it
 * out; undefined where a newer owner is known already; or every reason against it at once. Sessions issued under an
 * owner who left stay dead; those issued under one who is still there run out by themselves.
 */
export const transferAgent = (
  agent: Agent,
  event: OwnershipTransferred,
  facts: TransferFacts,
): Result<Agent | undefined, Reasons> => {
  if (event.occurredAt <= agent.ownedSince || event.ownerId === agent.ownerId) return ok(undefined);
  const reasons = asReasons([
    ...(agent.status === 'retired' ? [retiredAgent(agent)] : []),
    ...checkNewOwner(event, facts),
    ...checkAcceptance(facts),
    ...checkStopped(agent, facts),
  ]);
  if (reasons !== undefined) return refused(reasons);
  const owned = { ...agent, ownerId: event.ownerId, ownedSince: event.occurredAt };
  return ok(reinstate(owned, ['owner-left'], facts.now) ?? { ...owned, revision: agent.revision + 1 });
};
