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
  second,
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
  /** So many seconds go by. */
  | { readonly passes: number }
  /** What is due by then takes effect. */
  | { readonly sweep: true }
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

const at = fc.integer({ min: 6, max: 40 });
const owner = fc.constantFrom(...OWNERS);
const process = fc.constantFrom(...PROCESSES);
const profile = fc.constantFrom(...PROFILES.map(profileName));
/** Hours of the simulation are short of what its clock covers by waiting. */
const soon = fc.integer({ min: 61, max: 6000 }).map(second);

const registered = (agent: fc.Arbitrary<string>): fc.Arbitrary<InboundEvent> =>
  fc
    .record({
      agent,
      ownerId: owner.map(ownerId),
      processId: process.map(processId),
      profile,
      environment: fc.constantFrom(TEST, PRODUCTION),
      expiresAt: fc.option(soon, { nil: undefined, freq: 4 }),
    })
    .map(({ agent: id, expiresAt, ...facts }) =>
      agentRegistered(id, { ...facts, ...(expiresAt !== undefined && { expiresAt }) }),
    );

/** What is told of people and processes. */
const standing: fc.Arbitrary<InboundEvent> = fc.oneof(
  fc.tuple(owner, at).map(([id, when]) => ownerLeft(id, when)),
  fc.tuple(owner, at, soon).map(([id, when, effectiveAt]) => ownerLeft(id, when, { effectiveAt })),
  fc.tuple(owner, at).map(([id, when]) => ownerReturned(id, when)),
  fc.tuple(process, fc.subarray(PROFILES), at).map(([id, has, when]) => processDefined(id, has, when)),
  fc.tuple(process, at).map(([id, when]) => processRetired(id, when)),
);

/** What is told of agents. */
const fate = (agent: fc.Arbitrary<string>): fc.Arbitrary<InboundEvent> =>
  fc.oneof(
    { weight: 1, arbitrary: agent.map((id) => agentRetired(id)) },
    { weight: 1, arbitrary: agent.map((id) => agentCompromised(id)) },
    {
      weight: 3,
      arbitrary: fc.tuple(agent, owner, at).map(([id, to, when]) => ownershipTransferred(id, to, when)),
    },
    {
      weight: 3,
      arbitrary: fc
        .record({ agent, processId: process.map(processId), profile, at })
        .map(({ agent: id, at: when, ...facts }) => agentUpdated(id, facts, when)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(agent, soon, at)
        .map(([id, expiresAt, when]) => agentUpdated(id, { expiresAt }, when)),
    },
  );

const fault = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      commit: fc.constantFrom<CommitFault>('conflict', 'crash-before-write', 'crash-after-write'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ role: fc.constantFrom<RoleStep>('create', 'attach', 'permit', 'lock', 'delete') }),
  },
  { weight: 1, arbitrary: fc.constant({ list: 'throttled' } as const) },
  { weight: 1, arbitrary: fc.record({ blind: fc.integer({ min: 1, max: 500 }) }) },
);

const passing = fc.oneof(
  fc.record({ passes: fc.integer({ min: 1, max: 3000 }) }),
  fc.constant({ sweep: true } as const),
);

interface Shape {
  readonly agents: readonly string[];
  /** The last turn at which an agent is registered, and at which anything happens. */
  readonly turns: readonly [number, number];
  readonly most: { readonly standing: number; readonly fate: number; readonly asks: number };
}

const happening = <T extends object>(what: fc.Arbitrary<T>, lastTurn: number) =>
  fc.tuple(fc.nat(lastTurn), what).map(([from, given]) => ({ from, ...given }));

const told = (event: fc.Arbitrary<InboundEvent>) => event.map((each) => ({ event: each }));

const planOf = ({ agents, turns: [young, last], most }: Shape): fc.Arbitrary<Plan> => {
  const agent = fc.constantFrom(...agents);
  const several = (what: fc.Arbitrary<object>, maxLength: number, lastTurn = last) =>
    fc.array(happening(what, lastTurn), { maxLength }) as fc.Arbitrary<Happening[]>;
  return fc.record({
    happenings: fc
      .tuple(
        several(told(registered(agent)), agents.length + 2, young),
        several(told(standing), most.standing),
        several(told(fate(agent)), most.fate),
        several(fc.record({ leaked: fc.nat(5) }), 2),
        several(fc.record({ asks: agent }), most.asks),
        several(passing, 4),
        several(fault, 10),
      )
      .map((parts) => [...BEGINNING, ...parts.flat()]),
    workers: fc.integer({ min: 1, max: 6 }),
    pageSize: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer(),
  });
};

/** Many agents under few people, or few to whom much happens. */
export const plan: fc.Arbitrary<Plan> = fc.oneof(
  planOf({ agents: AGENTS, turns: [60, 500], most: { standing: 6, fate: 5, asks: 20 } }),
  planOf({ agents: AGENTS.slice(0, 2), turns: [10, 400], most: { standing: 5, fate: 12, asks: 15 } }),
);
