import type { Agent } from '../agents/agent.ts';
import { causeOf, type EventContext } from '../events/inbound-event.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Decision } from './decision.ts';

/** The decision on an event that changes nothing of an agent: it is noted, and that is all. */
export const unchangedAgent = (
  { agentId }: Pick<Agent, 'agentId'>,
  event: EventContext,
  { action, now }: { readonly action: string; readonly now: Instant },
): Decision => ({
  writes: [],
  audit: [
    {
      subject: `agent:${agentId}`,
      at: now,
      action,
      outcome: 'accepted',
      causedBy: causeOf(event),
      after: { changed: false },
    },
  ],
  events: [],
  work: [],
});
