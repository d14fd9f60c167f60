import { workloadSubject } from '../../local/issuers/tokens.ts';
import { ENVIRONMENT, PROFILE } from '../world/entities.ts';
import type { World } from '../world/world.ts';
import type { BusEvent } from './control-plane.ts';

// The events of which a small company consists: as many as it takes to count each.

const PROCESS = 'counted-process';

/** A person with some agents. */
export interface Team {
  readonly ownerId: string;
  readonly agentIds: readonly string[];
}

export const teamOf = (name: string, size: number): Team => ({
  ownerId: `owner-${name}`,
  agentIds: Array.from({ length: size }, (_, index) => `agent-${name}-${index}`),
});

export const processKnown: BusEvent = {
  source: 'acme.itsm',
  type: 'Process Registered',
  detail: { processId: PROCESS, version: '1', profiles: [PROFILE] },
};

export const joined = ({ ownerId }: Team): BusEvent => ({
  source: 'acme.hr',
  type: 'Owner Joined',
  detail: { ownerId, email: `${ownerId}@acme.example` },
});

export const left = ({ ownerId }: Team): BusEvent => ({
  source: 'acme.hr',
  type: 'Owner Left',
  detail: { ownerId },
});

export const registrations = ({ env }: World, { ownerId, agentIds }: Team): readonly BusEvent[] =>
  agentIds.map((agentId) => ({
    source: 'acme.platform',
    type: 'Agent Registered',
    detail: {
      agentId,
      environment: ENVIRONMENT,
      ownerId,
      processId: PROCESS,
      profile: PROFILE,
      workload: { issuer: env.issuers.workload, subject: workloadSubject(agentId) },
    },
  }));
