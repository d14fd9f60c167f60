import type { Emitted } from '../observer/emitter.ts';
import type { Company } from '../seed/company.ts';
import { nameOf } from './name-of.ts';

/** A reason for which an agent's access ends by itself: one event of a system around Mandate. */
export interface Ending {
  readonly title: string;
  /** What has to hold of it. */
  readonly promise: string;
  readonly event: Emitted & { readonly detail: { readonly eventId: string } };
  readonly agentId: string;
  /** Why it will be suspended. */
  readonly reason: 'owner-left' | 'process-changed';
}

const PURCHASER = 'purchasing-assistant';
const DEPLOYER = 'release-deployer';

/** The owner of the procurement agent leaves the company. */
export const ownerLeaves = (company: Company): Ending => {
  const { ownerId } = agentOf(company, PURCHASER);
  return {
    title: `${nameOf(company, ownerId)} leaves: HR puts one event on the bus, Owner Left`,
    promise: 'An owner who leaves takes along the access of their agents, and of no other',
    event: { source: 'acme.hr', type: 'Owner Left', detail: { eventId: 'demo-owner-left', ownerId } },
    agentId: PURCHASER,
    reason: 'owner-left',
  };
};

/** The process that the deployer serves goes on without its profile. */
export const processChanges = (company: Company): Ending => {
  const { processId, profile } = agentOf(company, DEPLOYER);
  const process = company.processes.find((each) => each.processId === processId);
  const profiles = process?.profiles.filter((each) => each !== profile) ?? [];
  const detail = { eventId: 'demo-process-changed', processId, version: '2', profiles };
  return {
    title: `${process?.displayName ?? processId} no longer allows ${profile}: ITSM puts Process Changed`,
    promise: 'A process that changes ends what it no longer allows, and nothing else',
    event: { source: 'acme.itsm', type: 'Process Changed', detail },
    agentId: DEPLOYER,
    reason: 'process-changed',
  };
};

const agentOf = (company: Company, agentId: string): Company['agents'][number] => {
  const agent = company.agents.find((each) => each.agentId === agentId);
  if (agent === undefined) throw new Error(`the sample company has no ${agentId}`);
  return agent;
};
