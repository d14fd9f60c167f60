import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import { bindingOf } from '../../../lambdas/core/agents/workload.ts';
import type { RejectedEvent } from '../../../lambdas/core/events/rejected-event.ts';
import type { Lease } from '../../../lambdas/core/leases/lease.ts';
import type { Owner } from '../../../lambdas/core/owners/owner.ts';
import type { Guard, Write } from '../../../lambdas/core/ports/ledger.ts';
import type { Process } from '../../../lambdas/core/processes/process.ts';
import type { Stop, StopEntry } from '../../../lambdas/core/stops/stop.ts';
import { InMemoryDueList } from './in-memory-due-list.ts';

const entryKey = (stopId: string, environment: string): string => `${stopId}/${environment}`;

/** The entities of an in-memory store, with the conditions under which each may be written. */
export class InMemoryState {
  readonly agents = new Map<string, Agent>();
  readonly owners = new Map<string, Owner>();
  readonly processes = new Map<string, Process>();
  readonly stops = new Map<string, Stop>();
  readonly #entries = new Map<string, StopEntry>();
  readonly due = new InMemoryDueList();
  readonly leases: Lease[] = [];
  readonly rejected: RejectedEvent[] = [];

  entry(stopId: string, environment: string): StopEntry | undefined {
    return this.#entries.get(entryKey(stopId, environment));
  }

  entriesInForce(environment: string): StopEntry[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.environment === environment && entry.status !== 'cleared')
      .sort((a, b) => (a.stopId < b.stopId ? -1 : 1));
  }

  agentBoundTo(binding: string): Agent | undefined {
    return this.agentsInForce().find((agent) => bindingOf(agent.workload) === binding);
  }

  /** Those that are not retired, ordered by id. */
  agentsInForce(): Agent[] {
    return [...this.agents.values()]
      .filter((agent) => agent.status !== 'retired')
      .sort((a, b) => (a.agentId < b.agentId ? -1 : 1));
  }

  holds(guard: Guard): boolean {
    const kept = { agent: this.agents, owner: this.owners, process: this.processes }[guard.entity];
    return (kept.get(guard.id)?.revision ?? 0) === guard.revision;
  }

  admits(write: Write): boolean {
    switch (write.entity) {
      case 'agent':
        return follows(write.next, this.agents.get(write.next.agentId)) && this.#bindingIsFree(write.next);
      case 'owner':
        return follows(write.next, this.owners.get(write.next.ownerId));
      case 'process':
        return follows(write.next, this.processes.get(write.next.processId));
      case 'stop':
        return follows(write.next, this.stops.get(write.next.stopId));
      case 'stop-entry': {
        const stored = this.entry(write.next.stopId, write.next.environment);
        return stored?.status !== 'cleared' && follows(write.next, stored);
      }
      case 'lease':
        return !this.leases.some(({ leaseId }) => leaseId === write.next.leaseId);
      case 'rejected-event':
        return !this.rejected.some(({ rejectionId }) => rejectionId === write.next.rejectionId);
    }
  }

  put(write: Write): void {
    switch (write.entity) {
      case 'agent':
        this.agents.set(write.next.agentId, write.next);
        this.due.noteAgent(write.next);
        break;
      case 'owner':
        this.owners.set(write.next.ownerId, write.next);
        this.due.noteOwner(write.next);
        break;
      case 'process':
        this.processes.set(write.next.processId, write.next);
        break;
      case 'stop':
        this.stops.set(write.next.stopId, write.next);
        break;
      case 'stop-entry':
        this.#entries.set(entryKey(write.next.stopId, write.next.environment), write.next);
        break;
      case 'lease':
        this.leases.push(write.next);
        break;
      case 'rejected-event':
        this.rejected.push(write.next);
    }
  }

  #bindingIsFree(agent: Agent): boolean {
    if (agent.status === 'retired') return true;
    const holder = this.agentBoundTo(bindingOf(agent.workload));
    return holder === undefined || holder.agentId === agent.agentId;
  }
}

const follows = (next: { readonly revision: number }, stored: { readonly revision: number } | undefined) =>
  next.revision === (stored?.revision ?? 0) + 1;
