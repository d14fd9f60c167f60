import fc from 'fast-check';
import type { InboundEvent } from '../../../lambdas/core/events/inbound-event.ts';
import { ownerId, processId } from '../../support/contract-suites/entities.ts';
import type { RoleStep } from '../../support/fakes/in-memory-roles.ts';
import type { CommitFault } from '../../support/fakes/in-memory-store.ts';
import { profileName } from '../agents/registrations.ts';
import { PRODUCTION, TEST } from './governance-world.ts';
import {
  agentCompromised,
  agentRegistered,
  agentRetired,
  agentUpdated,
  ownerJoined,
  ownerLeft,
  ownerReturned,
  ownershipTransferred,
  processDefined,
  processRetired,
} from './told-events.ts';

export const AGENTS = ['a-1', 'a-2', 'a-3', 'a-4'];
export const OWNERS = ['e1', 'e2'];
export const PROCESSES = ['support', 'sales'];
const PROFILES = ['coding-agent', 'billing-agent'];

/** What befalls the company, and from which turn on. */
export type Happening = { readonly from: number } & (
  | { readonly event: InboundEvent }
  /** An agent asks for a lease. */
  | { readonly asks: string }
  /** Somebody tells that a lease leaked: of all that were issued the one that has this number. */
  | { readonly leaked: number }
  /** The next commit meets it. */
  | { readonly commit: CommitFault }
  /** The next such step fails. */
  | { readonly role: RoleStep }
  /** The next list cannot be written. */
  | { readonly list: 'throttled' }
  /** So many probes see nothing. */
  | { readonly blind: number }
);

export interface Plan {
  readonly happenings: readonly Happening[];
  /** Deliveries worked on at the same time. */
  readonly workers: number;
  readonly pageSize: number;
  /** Decides who goes first, again and again. */
  readonly seed: number;
}

const BEGINNING: readonly Happening[] = [
  ...OWNERS.map((id) => ({ from: 0, event: ownerJoined(id) })),
  ...PROCESSES.map((id) => ({ from: 0, event: processDefined(id, PROFILES) })),
];

const until = (turn: number) => fc.nat(turn);
const at = fc.integer({ min: 1, max: 30 });
const agent = fc.constantFrom(...AGENTS);
const owner = fc.constantFrom(...OWNERS);
const process = fc.constantFrom(...PROCESSES);
const profile = fc.constantFrom(...PROFILES.map(profileName));

const registered: fc.Arbitrary<Happening> = fc
  .record({
    agent,
    owner: owner.map(ownerId),
    process: process.map(processId),
    profile,
    environment: fc.constantFrom(TEST, PRODUCTION),
    from: until(60),
  })
  .map(({ from, agent: id, owner: answering, process: serves, profile: has, environment }) => ({
    from,
    event: agentRegistered(id, { ownerId: answering, processId: serves, profile: has, environment }),
  }));

const told: fc.Arbitrary<InboundEvent> = fc.oneof(
  fc.tuple(owner, at).map(([id, when]) => ownerLeft(id, when)),
  fc.tuple(owner, at).map(([id, when]) => ownerReturned(id, when)),
  fc
    .tuple(process, fc.subarray(PROFILES), at)
    .map(([id, profiles, when]) => processDefined(id, profiles, when)),
  fc.tuple(process, at).map(([id, when]) => processRetired(id, when)),
  agent.map((id) => agentRetired(id)),
  agent.map((id) => agentCompromised(id)),
  fc.tuple(agent, owner, at).map(([id, to, when]) => ownershipTransferred(id, to, when)),
  fc
    .record({ agent, process: process.map(processId), profile, at })
    .map(({ agent: id, process: serves, profile: has, at: when }) =>
      agentUpdated(id, { processId: serves, profile: has }, when),
    ),
);

const trouble: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ from: until(500), event: told }) },
  { weight: 1, arbitrary: fc.record({ from: until(500), leaked: fc.nat(5) }) },
);

const fault: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      from: until(700),
      commit: fc.constantFrom<CommitFault>('conflict', 'crash-before-write', 'crash-after-write'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      from: until(700),
      role: fc.constantFrom<RoleStep>('create', 'attach', 'permit', 'lock', 'delete'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ from: until(700), list: fc.constant('throttled' as const) }) },
  { weight: 1, arbitrary: fc.record({ from: until(700), blind: fc.integer({ min: 1, max: 500 }) }) },
);

export const plan: fc.Arbitrary<Plan> = fc.record({
  happenings: fc
    .tuple(
      fc.array(registered, { minLength: 1, maxLength: 7 }),
      fc.array(trouble, { minLength: 1, maxLength: 8 }),
      fc.array(fc.record({ from: until(700), asks: agent }), { maxLength: 20 }),
      fc.array(fault, { maxLength: 12 }),
    )
    .map((parts) => [...BEGINNING, ...parts.flat()]),
  workers: fc.integer({ min: 1, max: 6 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
  seed: fc.integer(),
});
