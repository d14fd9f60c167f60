import type { ActiveAgent, Agent, SuspensionReason } from '../agents/agent.ts';
import { ok, type Reason, type Reasons, type Result, refused } from '../kernel/result.ts';

const WAY_BACK: Readonly<Record<SuspensionReason, string>> = {
  'owner-left': 'transfer the agent to an owner who is active',
  'process-retired': 'move the agent to a process that is active, or retire it',
  'process-changed': 'give the agent a profile that its process allows',
  expired: 'give the agent a later expiresAt, or retire it',
  'attestation-overdue': 'let the owner attest that the agent is still needed',
  inactive: 'let the owner reinstate the agent if it is still needed',
  compromised: 'find out what happened before the agent is reinstated',
  manual: 'ask who suspended it: its audit record says who and why',
};

const suspension = (agentId: string, why: SuspensionReason): Reason => ({
  code: 'agent-suspended',
  message: `agent "${agentId}" is suspended: ${why}`,
  resolution: WAY_BACK[why],
});

const reasonsOf = (agent: Exclude<Agent, ActiveAgent>): Reasons => {
  const { agentId, status } = agent;
  switch (status) {
    case 'pending':
      return [
        {
          code: 'agent-pending',
          message: `agent "${agentId}" is not accepted yet`,
          resolution: `let owner "${agent.ownerId}" accept it`,
        },
      ];
    case 'provisioning':
      return [
        {
          code: 'agent-provisioning',
          message: `the role of agent "${agentId}" is being made`,
          resolution: 'ask again in some seconds',
        },
      ];
    case 'suspended': {
      // the set is never empty; were it, the agent would be refused all the same
      const [first = 'manual', ...others] = agent.reasons;
      return [suspension(agentId, first), ...others.map((why) => suspension(agentId, why))];
    }
    case 'retired':
      return [
        {
          code: 'agent-retired',
          message: `agent "${agentId}" is retired`,
          resolution: 'register a new agent: a retired one does not come back',
        },
      ];
  }
};

/** Only an active agent gets leases; a suspended one is told every reason and the way back from each. */
export const checkStatus = (agent: Agent): Result<ActiveAgent> =>
  agent.status === 'active' ? ok(agent) : refused(reasonsOf(agent));
