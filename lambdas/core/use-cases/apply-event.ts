import type { Catalog } from '../environments/catalog.ts';
import type { InboundEvent } from '../events/inbound-event.ts';
import type { Origin } from '../events/rejected-event.ts';
import type { StopId } from '../kernel/identifiers.ts';
import type { Reasons, Result } from '../kernel/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdentifierSource } from '../ports/identifier-source.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';
import { describeOwnerOnEvent, leaveOwnerOnEvent, returnOwnerOnEvent } from './apply-owner-event.ts';
import { defineProcessOnEvent, retireProcessOnEvent } from './apply-process-event.ts';
import { commitDecision } from './commit-decision.ts';
import type { Deciding, Decision } from './decision.ts';
import { newStopId } from './new-id.ts';
import { registerAgentOnEvent } from './register-agent.ts';
import { type Rejection, rejectEvent } from './reject-event.ts';
import { retireAgentOnEvent, stopCompromised } from './stop-agent.ts';
import { transferAgentOnEvent } from './transfer-agent.ts';
import { updateAgentOnEvent } from './update-agent.ts';

export interface ApplyEventPorts {
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly identifiers: IdentifierSource;
  readonly catalog: Catalog;
}

export type Applied =
  | { readonly outcome: 'applied'; readonly raised?: StopId }
  | { readonly outcome: 'rejected'; readonly reasons: Reasons }
  /** Nothing was written: what the event needs may still be on its way. Deliver it again. */
  | { readonly outcome: 'waiting'; readonly reasons: Reasons }
  | { readonly outcome: 'duplicate' };

export interface Delivery {
  /** The event as received. */
  readonly original: string;
  /** Whether it can be delivered again, should an agent, owner or process that it names not be known yet. */
  readonly canWait: boolean;
}

/** What a later event can still mend: events that belong together may come in any order. */
const MAY_BE_ON_THEIR_WAY = ['agent-unknown', 'owner-unknown', 'process-unknown', 'stop-not-cleared'];

const mayMendItself = (reasons: Reasons): boolean =>
  reasons.every(({ code }) => MAY_BE_ON_THEIR_WAY.includes(code));

const decide = (event: InboundEvent, deciding: Deciding): Promise<Result<Decision, Reasons>> => {
  switch (event.type) {
    case 'Agent Registered':
      return registerAgentOnEvent(event, deciding);
    case 'Agent Updated':
      return updateAgentOnEvent(event, deciding);
    case 'Ownership Transferred':
      return transferAgentOnEvent(event, deciding);
    case 'Agent Retired':
      return retireAgentOnEvent(event, deciding);
    case 'Agent Compromised':
      return stopCompromised(event, deciding);
    case 'Owner Joined':
    case 'Owner Changed':
      return describeOwnerOnEvent(event, deciding);
    case 'Owner Left':
      return leaveOwnerOnEvent(event, deciding);
    case 'Owner Returned':
      return returnOwnerOnEvent(event, deciding);
    case 'Process Registered':
    case 'Process Changed':
      return defineProcessOnEvent(event, deciding);
    case 'Process Retired':
      return retireProcessOnEvent(event, deciding);
  }
};

const originOf = ({ source, eventId, type }: InboundEvent): Origin => ({ source, eventId, detailType: type });

/**
 * Applies one event, once however often it is delivered: its effects are committed whole, or it is kept as rejected
 * with every reason. One that only lacks an agent, owner or process it names is left alone as long as it can wait.
 * @throws ContentionError; nothing was written, deliver again
 */
export const applyEvent = async (
  event: InboundEvent,
  { original, canWait }: Delivery,
  ports: ApplyEventPorts,
): Promise<Applied> => {
  const stopId = newStopId(ports.identifiers);
  const applied = await commitDecision<Applied>(ports, async () => {
    const now = ports.clock.now();
    const { registry, catalog } = ports;
    const decided = await decide(event, { registry, catalog, now, stopId });
    if (!decided.ok && canWait && mayMendItself(decided.error)) {
      return { result: { outcome: 'waiting', reasons: decided.error } };
    }
    if (!decided.ok) {
      const rejection = { origin: originOf(event), reasons: decided.error, original, event };
      return rejected(rejection, ports);
    }
    const { raised, ...change } = decided.value;
    const inbox = { source: event.source, eventId: event.eventId };
    const result = { outcome: 'applied', ...(raised !== undefined && { raised }) } as const;
    return { change: { ...change, inbox }, result };
  });
  return applied === 'duplicate' ? { outcome: 'duplicate' } : applied;
};

/** Keeps an event that was not understood; a second delivery of it changes nothing. */
export const keepRejected = async (
  rejection: Rejection,
  ports: Pick<ApplyEventPorts, 'ledger' | 'clock' | 'identifiers'>,
): Promise<Applied> => {
  const kept = await commitDecision<Applied>(ports, async () => rejected(rejection, ports));
  return kept === 'duplicate' ? { outcome: 'duplicate' } : kept;
};

const rejected = (
  rejection: Rejection,
  { clock, identifiers }: Pick<ApplyEventPorts, 'clock' | 'identifiers'>,
) => ({
  change: rejectEvent(rejection, { rejectionId: identifiers.next(), now: clock.now() }),
  result: { outcome: 'rejected', reasons: rejection.reasons } as const,
});
