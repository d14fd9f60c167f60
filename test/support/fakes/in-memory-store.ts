import { plainValue } from '../../../lambdas/adapters/dynamodb/plain-value.ts';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import type { AuditHead, AuditRecord, AuditSubject } from '../../../lambdas/core/audit/audit-record.ts';
import type { OutgoingEvent } from '../../../lambdas/core/events/outgoing-event.ts';
import type { RejectedEvent } from '../../../lambdas/core/events/rejected-event.ts';
import type { WorkOrder } from '../../../lambdas/core/events/work-order.ts';
import type {
  AgentId,
  EnvironmentName,
  OwnerId,
  ProcessId,
  StopId,
} from '../../../lambdas/core/kernel/identifiers.ts';
import type { Instant } from '../../../lambdas/core/kernel/instant.ts';
import type { Lease } from '../../../lambdas/core/leases/lease.ts';
import type { Owner } from '../../../lambdas/core/owners/owner.ts';
import { ChangeTooLargeError, checkChange, MAX_ITEMS } from '../../../lambdas/core/ports/check-change.ts';
import type { Due, DueList } from '../../../lambdas/core/ports/due-list.ts';
import type { LeaseFacts, LeaseFactsReader } from '../../../lambdas/core/ports/lease-facts.ts';
import type { Change, CommitOutcome, Ledger, Write } from '../../../lambdas/core/ports/ledger.ts';
import type { AgentPage, AgentsOf, Registry } from '../../../lambdas/core/ports/registry.ts';
import type { StopRecords } from '../../../lambdas/core/ports/stop-records.ts';
import type { Process } from '../../../lambdas/core/processes/process.ts';
import type { Stop, StopEntry } from '../../../lambdas/core/stops/stop.ts';
import { InMemoryAudit } from './in-memory-audit.ts';
import { InMemoryState } from './in-memory-state.ts';

/** What befalls a commit: it is told that it lost a race, or its process dies before or after everything is stored. */
export type CommitFault = 'conflict' | 'crash-before-write' | 'crash-after-write';

export class CommitCrashError extends Error {
  override readonly name = 'CommitCrashError';
  readonly code = 'commit-crash';

  constructor(fault: CommitFault) {
    super(`the commit met the fault ${fault}`);
  }
}

const inboxKey = (inbox: { readonly source: string; readonly eventId: string }): string =>
  JSON.stringify([inbox.source, inbox.eventId]);

/** Everything that is stored, with the promises of the ports it implements; its own state is there for assertions. */
export class InMemoryStore implements Ledger, Registry, StopRecords, LeaseFactsReader, DueList {
  /** In the order of their commits. */
  readonly events: OutgoingEvent[] = [];
  /** In the order of their commits, without what was taken. */
  readonly work: WorkOrder[] = [];
  readonly #state = new InMemoryState();
  readonly #audit = new InMemoryAudit();
  readonly #inbox = new Set<string>();
  readonly #faults: CommitFault[] = [];
  readonly #pageSize: number;

  constructor(options: { readonly pageSize?: number } = {}) {
    this.#pageSize = options.pageSize ?? 50;
  }

  get leases(): readonly Lease[] {
    return this.#state.leases;
  }

  get rejected(): readonly RejectedEvent[] {
    return this.#state.rejected;
  }

  auditOf(subject: AuditSubject): readonly AuditRecord[] {
    return this.#audit.of(subject);
  }

  /** The orders not yet taken, oldest first; they are taken by this. */
  takeWork(): WorkOrder[] {
    return this.work.splice(0);
  }

  /** Lets the next commits meet these faults, one each. */
  disturb(...faults: readonly CommitFault[]): void {
    this.#faults.push(...faults);
  }

  /** Puts entities in place as they are, whatever their revision: no event, no audit. */
  seed(...writes: readonly Write[]): void {
    for (const write of plainValue(writes)) this.#state.put(write);
  }

  async commit(given: Change): Promise<CommitOutcome> {
    const change = plainValue(given);
    checkChange(change);
    checkSize(change);
    const fault = this.#faults.shift();
    if (fault === 'crash-before-write') throw new CommitCrashError(fault);
    if (fault === 'conflict') return 'conflict';
    const outcome = this.#judge(change);
    if (outcome === 'committed') this.#apply(change);
    if (fault === 'crash-after-write') throw new CommitCrashError(fault);
    return outcome;
  }

  async hasSeen(inbox: { readonly source: string; readonly eventId: string }): Promise<boolean> {
    return this.#inbox.has(inboxKey(inbox));
  }

  async agent(agentId: AgentId): Promise<Agent | undefined> {
    return this.#state.agents.get(agentId);
  }

  async agentIdOfBinding(binding: string): Promise<AgentId | undefined> {
    return this.#state.agentBoundTo(binding)?.agentId;
  }

  async owner(ownerId: OwnerId): Promise<Owner | undefined> {
    return this.#state.owners.get(ownerId);
  }

  async process(processId: ProcessId): Promise<Process | undefined> {
    return this.#state.processes.get(processId);
  }

  async environmentsOf(
    of: AgentsOf,
    candidates: readonly EnvironmentName[],
  ): Promise<readonly EnvironmentName[]> {
    return candidates.filter((environment) => this.#agentsOf(of, environment).length > 0);
  }

  async agentsOf(of: AgentsOf, environment: EnvironmentName, cursor?: string): Promise<AgentPage> {
    const rest = this.#agentsOf(of, environment).filter(({ agentId }) => agentId > (cursor ?? ''));
    const agents = rest.slice(0, this.#pageSize);
    const last = agents.at(-1);
    return rest.length > agents.length && last !== undefined ? { agents, cursor: last.agentId } : { agents };
  }

  async stop(stopId: StopId): Promise<Stop | undefined> {
    return this.#state.stops.get(stopId);
  }

  async entry(stopId: StopId, environment: EnvironmentName): Promise<StopEntry | undefined> {
    return this.#state.entry(stopId, environment);
  }

  async entriesInForce(environment: EnvironmentName): Promise<readonly StopEntry[]> {
    return this.#state.entriesInForce(environment);
  }

  async before(now: Instant): Promise<readonly Due[]> {
    return this.#state.due.before(now);
  }

  async settle(due: Due): Promise<void> {
    this.#state.due.settle(due);
  }

  async read(binding: string): Promise<LeaseFacts | undefined> {
    const agent = this.#state.agentBoundTo(binding);
    if (agent === undefined) return undefined;
    return {
      agent,
      owner: this.#state.owners.get(agent.ownerId),
      process: this.#state.processes.get(agent.processId),
      auditHead: this.#audit.headOf(`agent:${agent.agentId}`),
    };
  }

  #judge(change: Change): CommitOutcome {
    if (change.inbox !== undefined && this.#inbox.has(inboxKey(change.inbox))) return 'duplicate';
    const holds =
      change.writes.every((write) => this.#state.admits(write)) &&
      (change.guards ?? []).every((guard) => this.#state.holds(guard)) &&
      this.#audit.follows(usedHeads(change));
    return holds ? 'committed' : 'conflict';
  }

  #apply(change: Change): void {
    if (change.inbox !== undefined) this.#inbox.add(inboxKey(change.inbox));
    for (const write of change.writes) this.#state.put(write);
    for (const entry of change.audit) this.#audit.append(entry);
    this.events.push(...change.events);
    this.work.push(...change.work);
  }

  #agentsOf(of: AgentsOf, environment: EnvironmentName): Agent[] {
    return this.#state
      .agentsInForce()
      .filter((agent) => agent.environment === environment)
      .filter((agent) => ('ownerId' in of ? agent.ownerId === of.ownerId : agent.processId === of.processId));
  }
}

const usedHeads = ({ audit, auditHeads = [] }: Change): AuditHead[] =>
  auditHeads.filter((head) => audit.some(({ subject }) => subject === head.subject));

// what is counted here is the least that a change can take; the table counts index items as well
const checkSize = ({ inbox, writes, guards = [], audit, events, work }: Change): void => {
  const markers = (inbox === undefined ? 0 : 1) + new Set(audit.map(({ subject }) => subject)).size;
  const items = markers + writes.length + guards.length + audit.length + events.length + work.length;
  if (items > MAX_ITEMS) throw new ChangeTooLargeError(items);
};
