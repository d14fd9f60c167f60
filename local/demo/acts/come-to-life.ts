import type { CredentialsAnswer } from '../../agents/ask-credentials.ts';
import { emit } from '../../observer/emitter.ts';
import { type Company, sampleAgents } from '../../seed/company.ts';
import type { Seen } from '../deeds.ts';
import { nameOf } from '../name-of.ts';
import { sessionName } from '../session-name.ts';
import type { Stage } from '../stage.ts';

/** An agent that was registered by an event, and its first session. */
export interface Newcomer {
  readonly agentId: string;
  /** The display name of who answers for it. */
  readonly owner: string;
  /** Milliseconds from its registration on the bus to `Agent Activated`. */
  readonly activeAfter: number;
  /** Who made its first call, as the call log has it: `<role>/<session>`. */
  readonly principal: string;
  /** Of the lease that `Lease Issued` tells of. */
  readonly leaseId: string;
}

/** Without its first session an agent has no part in the rest of the story. */
export class NoSessionError extends Error {
  readonly code = 'no-session';

  /** @param seen what its SDK says @param answer what the API says, which SDKs keep to themselves */
  constructor(agentId: string, seen: Seen, answer: CredentialsAnswer) {
    const why = answer.issued
      ? ''
      : `; asked again: ${answer.reasons.map(({ message }) => message).join('; ')}`;
    super(`${agentId} got no session: ${seen}${why}`);
    this.name = 'NoSessionError';
  }
}

type Say = (what: string) => void;

interface Activated {
  readonly agent: Company['agents'][number];
  readonly activeAfter: number;
}

const ACTIVE_SECONDS = 60;

/** The platform team registers every agent at once; each then starts, and gets its first session. */
export const comeToLife = async (stage: Stage, say: Say): Promise<readonly Newcomer[]> => {
  const active = await registerAll(stage, say);
  say('each starts, and asks for its first session');
  return Promise.all(active.map((each) => startWork(stage, each)));
};

const registerAll = async ({ env, company, observer }: Stage, say: Say): Promise<readonly Activated[]> => {
  const registrations = sampleAgents(company, env.issuers.workload).map((detail) => ({
    source: 'acme.platform',
    type: 'Agent Registered',
    detail,
  }));
  const putAt = Date.now();
  await emit(env, ...registrations);
  const active: Activated[] = [];
  for (const agent of company.agents) {
    const { agentId } = agent;
    const { detail } = await observer.waitFor('Agent Activated', { agentId }, ACTIVE_SECONDS);
    active.push({ agent, activeAfter: Date.parse(String(detail['occurredAt'])) - putAt });
    say(`${agentId} is active (${active.length} of ${registrations.length})`);
  }
  return active;
};

const startWork = async (stage: Stage, { agent, activeAfter }: Activated): Promise<Newcomer> => {
  const { agentId, ownerId } = agent;
  await stage.run(agentId);
  const seen = await stage.make({ agentId, call: { call: 'sts:GetCallerIdentity' } });
  if (seen !== 'allowed') throw new NoSessionError(agentId, seen, await stage.askCredentials(agentId));
  const call = await stage.loggedCall(
    `first call of ${agentId} in the call log`,
    ({ operation, principal }) =>
      operation === 'GetCallerIdentity' && principal.includes(`/mandate-${agentId}/`),
  );
  const lease = await stage.observer.waitFor('Lease Issued', { agentId });
  return {
    agentId,
    owner: nameOf(stage.company, ownerId),
    activeAfter,
    principal: sessionName(call.principal),
    leaseId: String(lease.detail['leaseId']),
  };
};
