import type { InboundEvent } from '../../../lambdas/core/events/inbound-event.ts';
import type { WorkOrder } from '../../../lambdas/core/events/work-order.ts';
import type { Change, CommitOutcome, Ledger } from '../../../lambdas/core/ports/ledger.ts';
import { applyEvent } from '../../../lambdas/core/use-cases/apply-event.ts';
import { issueLease } from '../../../lambdas/core/use-cases/issue-lease.ts';
import { settleDue } from '../../../lambdas/core/use-cases/settle-due.ts';
import { StopUnverifiedError } from '../../../lambdas/core/use-cases/verify-stop.ts';
import { agentId } from '../../support/contract-suites/entities.ts';
import type { InMemoryStore } from '../../support/fakes/in-memory-store.ts';
import { ScriptedIssuer } from '../../support/fakes/scripted-issuer.ts';
import { StaticVerifier } from '../../support/fakes/static-verifier.ts';
import { type Dice, diceOf, Turns } from '../../support/turns.ts';
import { CATALOG } from '../agents/registrations.ts';
import { AGENTS, type Happening, type Plan } from './company-plan.ts';
import { carryOut, governanceWorldWith } from './governance-world.ts';
import { SimulatedIam } from './simulated-iam.ts';
import { agentCompromised } from './told-events.ts';

type Delivery = { readonly attempt: number } & (
  | { readonly event: InboundEvent }
  | { readonly order: WorkOrder }
  | { readonly asks: string }
  | { readonly sweep: true }
);

/** Deliveries of a message until its queue gives it up, where that is allowed to happen. */
const PATIENCE = 5;
/** Faults end; what still fails after so many deliveries never succeeds. */
const FOR_EVER = 300;

/** One account for all environments: the fakes know but one. Nobody has to accept. */
const CATALOG_OF_ONE_ACCOUNT = {
  ...CATALOG,
  environments: new Map(
    [...CATALOG.environments].map(([name, environment]) => [
      name,
      { ...environment, account: '222222222222', acceptance: 'none' as const },
    ]),
  ),
};

const TOKENS = new StaticVerifier(
  Object.fromEntries(
    AGENTS.map((id) => [
      id,
      { issuer: 'https://issuer.example', subject: `workload-of-${id}`, audiences: ['mandate'] },
    ]),
  ),
);

/** Sees the world after each commit that was tried, whatever became of it. */
export type Watch = (world: CompanyWorld, change: Change) => Promise<void>;

/** Calls back after each commit. */
class WatchedLedger implements Ledger {
  readonly #store: InMemoryStore;
  readonly #afterCommit: (change: Change) => Promise<void>;

  constructor(store: InMemoryStore, afterCommit: (change: Change) => Promise<void>) {
    this.#store = store;
    this.#afterCommit = afterCommit;
  }

  async commit(change: Change): Promise<CommitOutcome> {
    try {
      return await this.#store.commit(change);
    } finally {
      await this.#afterCommit(change);
    }
  }

  hasSeen(inbox: { readonly source: string; readonly eventId: string }): Promise<boolean> {
    return this.#store.hasSeen(inbox);
  }
}

const world = ({ pageSize }: Plan) =>
  governanceWorldWith({ pageSize }, (lists, roles, clock) => new SimulatedIam(lists, roles, clock));
export type CompanyWorld = ReturnType<typeof world>;

/** What the workers call, one call at a time in an order that the dice decide. */
const portsOf = (company: CompanyWorld, turns: Turns, watch: Watch) => ({
  ...company.ports,
  ledger: turns.interleave(new WatchedLedger(company.store, (change) => watch(company, change))),
  registry: turns.interleave(company.store),
  stops: turns.interleave(company.store),
  facts: turns.interleave(company.store),
  due: turns.interleave(company.store),
  roles: turns.interleave(company.ports.roles),
  stopLists: turns.interleave(company.ports.stopLists),
  probe: turns.interleave(company.probe),
  sessions: turns.interleave(new ScriptedIssuer(company.clock)),
  tokens: TOKENS,
  catalog: CATALOG_OF_ONE_ACCOUNT,
});
type CompanyPorts = ReturnType<typeof portsOf>;

/** @returns whether it has to come again */
const deliver = async (delivery: Delivery, ports: CompanyPorts): Promise<boolean> => {
  if ('event' in delivery) {
    const { event, attempt } = delivery;
    const told = await applyEvent(event, { original: '{}', canWait: attempt < PATIENCE }, ports);
    return told.outcome === 'waiting';
  }
  if ('order' in delivery) {
    await carryOut(delivery.order, ports);
    return false;
  }
  if ('sweep' in delivery) {
    await settleDue(ports);
    return false;
  }
  await issueLease(ports, { token: delivery.asks, request: { permissions: [] }, requestId: 'request' });
  return false;
};

/** One worker writes an environment's list at a time: its orders stand in one line. */
const lineOf = (delivery: Delivery): string | undefined =>
  'order' in delivery && delivery.order.kind === 'compile-stop-list' ? delivery.order.environment : undefined;

export interface Company extends CompanyWorld {
  /** Orders that their queue gave up. */
  readonly parked: readonly WorkOrder[];
  /** Deliveries that failed. */
  readonly failures: number;
}

/** Those who work off what is delivered, several at a time. */
class Workers {
  readonly parked: WorkOrder[] = [];
  failures = 0;
  busy = 0;
  readonly #ports: CompanyPorts;
  readonly #dice: Dice;
  readonly #queue: Delivery[] = [];
  readonly #lines = new Set<string>();
  #broken: unknown;

  constructor(ports: CompanyPorts, dice: Dice) {
    this.#ports = ports;
    this.#dice = dice;
  }

  get isIdle(): boolean {
    if (this.#broken !== undefined) throw this.#broken;
    return this.busy === 0 && this.#queue.length === 0;
  }

  enqueue(deliveries: readonly Delivery[]): void {
    this.#queue.push(...deliveries);
  }

  /** Takes any delivery whose line is free and begins with it. */
  begin(): void {
    const free = this.#queue.filter((delivery) => !this.#lines.has(lineOf(delivery) ?? ''));
    const delivery = free[this.#dice(free.length)];
    if (delivery === undefined) return;
    this.#queue.splice(this.#queue.indexOf(delivery), 1);
    const line = lineOf(delivery);
    if (line !== undefined) this.#lines.add(line);
    this.busy += 1;
    this.#work(delivery)
      .catch((error: unknown) => {
        this.#broken = error;
      })
      .finally(() => {
        this.busy -= 1;
        if (line !== undefined) this.#lines.delete(line);
      });
  }

  async #work(delivery: Delivery): Promise<void> {
    const again = { ...delivery, attempt: delivery.attempt + 1 };
    try {
      if (await deliver(delivery, this.#ports)) this.#queue.push(again);
    } catch (error) {
      this.failures += 1;
      // whoever asks for a lease sees the failure, and asks again if it likes
      if ('asks' in delivery) return;
      if (error instanceof StopUnverifiedError && again.attempt >= PATIENCE && 'order' in delivery) {
        this.parked.push(delivery.order);
        return;
      }
      if (again.attempt > FOR_EVER) throw error;
      this.#queue.push(again);
    }
  }
}

/**
 * Lets everything happen and all work be done, every message delivered twice, by workers who come in each other's way
 * and fail; ends when nothing is left to do.
 */
export const simulate = async (plan: Plan, watch: Watch): Promise<Company> => {
  const company = world(plan);
  company.clock.advance(60);
  const dice = diceOf(plan.seed);
  const turns = new Turns(dice);
  const workers = new Workers(portsOf(company, turns, watch), dice);
  const ahead = [...plan.happenings].sort((a, b) => a.from - b.from);

  for (let turn = 0; ; turn += 1) {
    if (ahead.length === 0 && workers.isIdle) {
      if ((await company.store.before(company.clock.now())).length === 0) break;
      workers.enqueue([{ sweep: true, attempt: 0 }]);
    }
    while (ahead[0] !== undefined && (ahead[0].from <= turn || workers.isIdle)) {
      workers.enqueue(befall(ahead[0], company));
      ahead.shift();
    }
    if (workers.busy < plan.workers && dice(3) > 0) workers.begin();
    if (workers.busy > 0) await turns.give();
    workers.enqueue(company.store.takeWork().flatMap((order) => twice({ order, attempt: 0 })));
  }
  return { ...company, parked: workers.parked, failures: workers.failures };
};

const twice = (delivery: Delivery): Delivery[] => [delivery, delivery];

/** @returns what is to be delivered because of it */
const befall = (
  happening: Happening,
  { clock, store, roles, stopLists, probe }: CompanyWorld,
): readonly Delivery[] => {
  if ('event' in happening) return twice({ event: happening.event, attempt: 0 });
  if ('asks' in happening) return [{ asks: happening.asks, attempt: 0 }];
  if ('leaked' in happening) {
    const lease = store.leases[happening.leaked];
    if (lease === undefined) return [];
    const { leaseId } = lease;
    return twice({
      event: agentCompromised(agentId(lease.agentId), { eventId: leaseId, leaseId }),
      attempt: 0,
    });
  }
  if ('commit' in happening) store.disturb(happening.commit);
  if ('role' in happening) roles.failNext(happening.role, new Error('IAM is throttling'));
  if ('list' in happening) stopLists.failNext(new Error('IAM is throttling'));
  if ('blind' in happening) probe.failNext(happening.blind);
  if ('passes' in happening) clock.advance(happening.passes);
  if ('sweep' in happening) return [{ sweep: true, attempt: 0 }];
  return [];
};
