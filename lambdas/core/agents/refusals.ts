import { type Reason, type Result, refused } from '../kernel/result.ts';
import type { Agent } from './agent.ts';

/** The agent that an event names was never registered; it may be on its way. */
export const unknownAgent = (agentId: string): Result<never> =>
  refused([
    {
      code: 'agent-unknown',
      message: `agent ${agentId} is not known`,
      resolution: 'check the id; an agent is known from its Agent Registered event on',
    },
  ]);

/** Whether a stop still has to do with the agent: until its role is locked, its old sessions are denied by the stop alone. */
export const isBeingStopped = (agent: Agent): boolean =>
  agent.status === 'suspended' && agent.role !== undefined && agent.role.lockedAt === undefined;

/** It passes by itself, within seconds. */
export const beingStopped = ({ agentId }: Agent): Reason => ({
  code: 'stop-not-cleared',
  message: `agent ${agentId} is still being stopped`,
  resolution: 'send the event again some seconds after Agent Suspended was told',
});

/** Nothing leaves `retired`. */
export const retiredAgent = ({ agentId }: Agent): Reason => ({
  code: 'agent-retired',
  message: `agent ${agentId} is retired, and nothing leaves that state`,
  resolution: 'register a new agent under another id',
});
