import { sha256 } from '../../../lambdas/adapters/dynamodb/sha256.ts';
import type { ActiveAgent, Agent } from '../../../lambdas/core/agents/agent.ts';
import type { AuditSubject } from '../../../lambdas/core/audit/audit-record.ts';
import { verifyChain } from '../../../lambdas/core/audit/chain.ts';
import type { InboundEvent } from '../../../lambdas/core/events/inbound-event.ts';
import type { WorkOrder } from '../../../lambdas/core/events/work-order.ts';
import type { ProfileName, StopId } from '../../../lambdas/core/kernel/identifiers.ts';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import type { AccessProbe } from '../../../lambdas/core/ports/access-probe.ts';
import type { Change, CommitOutcome, Ledger } from '../../../lambdas/core/ports/ledger.ts';
import type { StopEntry } from '../../../lambdas/core/stops/stop.ts';
import { type ActivateAgentPorts, activateAgent } from '../../../lambdas/core/use-cases/activate-agent.ts';
import { type Applied, applyEvent } from '../../../lambdas/core/use-cases/apply-event.ts';
import { type ClearStopPorts, clearStop } from '../../../lambdas/core/use-cases/clear-stop.ts';
import {
  type CompileStopListPorts,
  compileStopListOf,
} from '../../../lambdas/core/use-cases/compile-stop-list.ts';
import { type ProvisionAgentPorts, provisionAgent } from '../../../lambdas/core/use-cases/provision-agent.ts';
import { type SpreadStopPorts, spreadStop } from '../../../lambdas/core/use-cases/spread-stop.ts';
import { type VerifyStopPorts, verifyStop } from '../../../lambdas/core/use-cases/verify-stop.ts';
import { AT, anAgent, environmentName, stopId } from '../../support/contract-suites/entities.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { InMemoryRoles } from '../../support/fakes/in-memory-roles.ts';
import { InMemoryStopLists } from '../../support/fakes/in-memory-stop-lists.ts';
import { InMemoryStore } from '../../support/fakes/in-memory-store.ts';
import { ScriptedProbe } from '../../support/fakes/scripted-probe.ts';
import { SequentialIdentifiers } from '../../support/fakes/sequential-identifiers.ts';
import { CALLERS } from '../../support/role-specification.ts';
import { CATALOG } from '../agents/registrations.ts';

export const TEST = environmentName('test');
export const STAGING = environmentName('staging');
export const PRODUCTION = environmentName('production');

/** A ledger before whose next commit something else happens: what was read until then is stale. */
class RacingLedger implements Ledger {
  readonly #store: InMemoryStore;
  readonly #happenings: (() => Promise<unknown>)[] = [];

  constructor(store: InMemoryStore) {
    this.#store = store;
  }

  async commit(change: Change): Promise<CommitOutcome> {
    await this.#happenings.shift()?.();
    return this.#store.commit(change);
  }

  hasSeen(inbox: { readonly source: string; readonly eventId: string }): Promise<boolean> {
    return this.#store.hasSeen(inbox);
  }

  before(happening: () => Promise<unknown>): void {
    this.#happenings.push(happening);
  }
}

interface WorldOptions {
  /** Agents on one page. @default 50 */
  readonly pageSize?: number;
  readonly clock?: FakeClock;
}

const parts = <Probe extends AccessProbe>(
  { pageSize = 50, clock = new FakeClock() }: WorldOptions,
  probeOf: (stopLists: InMemoryStopLists, roles: InMemoryRoles, clock: FakeClock) => Probe,
) => {
  const stopLists = new InMemoryStopLists();
  const roles = new InMemoryRoles(stopLists);
  const probe = probeOf(stopLists, roles, clock);
  const store = new InMemoryStore({ pageSize });
  const ledger = new RacingLedger(store);
  const ports = {
    ledger,
    registry: store,
    stops: store,
    clock,
    roles,
    stopLists,
    probe,
    identifiers: new SequentialIdentifiers(),
    catalog: CATALOG,
    callers: CALLERS,
    environments: [...CATALOG.environments.keys()],
  };
  return { clock, store, ledger, roles, stopLists, probe, ports };
};

type WorkPorts = ProvisionAgentPorts &
  ActivateAgentPorts &
  SpreadStopPorts &
  CompileStopListPorts &
  VerifyStopPorts &
  ClearStopPorts;

/** Carries out an order as the functions behind the queues do. */
export const carryOut = async (order: WorkOrder, ports: WorkPorts): Promise<void> => {
  switch (order.kind) {
    case 'provision-agent':
      return provisionAgent(order.agentId, ports);
    case 'activate-agent':
      return activateAgent(order.agentId, ports);
    case 'spread-stop':
      return spreadStop(order.stopId, ports);
    case 'compile-stop-list':
      await compileStopListOf(order.environment, ports);
      return;
    case 'verify-stop':
      await verifyStop(order, ports);
      return;
    case 'clear-stop':
      await clearStop(order, ports);
  }
};

/** All that governs agents, in memory, as tests see it. */
export const governanceWorldWith = <Probe extends AccessProbe>(
  options: WorldOptions,
  probeOf: (stopLists: InMemoryStopLists, roles: InMemoryRoles, clock: FakeClock) => Probe,
) => {
  const world = parts(options, probeOf);
  const { store, ports } = world;
  return {
    ...world,
    tell: (event: InboundEvent, canWait = false): Promise<Applied> =>
      applyEvent(event, { original: JSON.stringify(event), canWait }, ports),
    carryOut: (order: WorkOrder): Promise<void> => carryOut(order, ports),
    /** Happens between what the next decision reads and its commit. */
    beforeNextCommit: (happening: () => Promise<unknown>): void => world.ledger.before(happening),
    /** Carries out all that waits, and what follows from it, in the order in which it was given. */
    work: async (): Promise<readonly string[]> => {
      const done: string[] = [];
      for (let orders = store.takeWork(); orders.length > 0; orders = store.takeWork()) {
        for (const order of orders) {
          done.push(order.kind);
          await carryOut(order, ports);
        }
      }
      return done;
    },
    actionsOf: (subject: AuditSubject): readonly string[] =>
      store.auditOf(subject).map(({ action }) => action),
    told: (): readonly string[] => store.events.map(({ type }) => type),
    isChainIntact: (subject: AuditSubject): boolean =>
      verifyChain(subject, store.auditOf(subject), sha256).intact,
  };
};

/** The same with a probe that says what it is told to, else that access is allowed. */
export const governanceWorld = (options: WorldOptions = {}) =>
  governanceWorldWith(options, () => new ScriptedProbe());

export type GovernanceWorld = ReturnType<typeof governanceWorld>;

export const ROLE = {
  arn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-agent-one',
  profileDigest: 'c'.repeat(64),
};

/** An active agent of owner e1 and process `support`, in `test`. */
export const anActiveAgent = (id: string, facts: Partial<Omit<ActiveAgent, 'status'>> = {}): ActiveAgent => {
  const { status: _, ...agent } = anAgent(id, { environment: TEST, profile: 'coding-agent' as ProfileName });
  const role = { ...ROLE, arn: ROLE.arn.replace('agent-one', id) };
  return { ...agent, role, ...facts, status: 'active' };
};

/** Puts agents in place as they are, each with a role of its own that works. */
export const place = async (
  { store, roles }: GovernanceWorld,
  ...agents: readonly Agent[]
): Promise<void> => {
  for (const agent of agents) {
    store.seed({ entity: 'agent', next: agent });
    if (agent.role === undefined) continue;
    const document = { Version: '2012-10-17', Statement: [] } as const;
    await roles.ensureRole({
      agentId: agent.agentId,
      environment: agent.environment,
      trust: document,
      permissions: document,
      tags: {},
      description: '',
      emptyStopList: document,
    });
  }
  roles.log.length = 0;
};

/** The id of the first stop that a world raises by its first event. */
export const FIRST_STOP = stopId(1);

/** Spreads what was raised, and judges its entries as if they had been denied and probed. */
export const judgeAs = async (
  world: GovernanceWorld,
  status: 'verified' | 'unverified',
  id: StopId = FIRST_STOP,
): Promise<void> => {
  for (const order of world.store.takeWork()) {
    if (order.kind === 'spread-stop') await world.carryOut(order);
  }
  world.store.takeWork();
  for (const environment of [TEST, STAGING, PRODUCTION]) {
    const entry = await world.store.entry(id, environment);
    if (entry?.status !== 'raised') continue;
    const judged: StopEntry = {
      ...entry,
      status,
      deniedAt: plusSeconds(AT, 61),
      verifiedAt: plusSeconds(AT, 62),
      evidence: [],
      revision: 3,
    };
    world.store.seed({ entity: 'stop-entry', next: judged });
  }
  world.store.events.length = 0;
};
