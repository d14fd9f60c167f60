import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import type { Instant } from '../../../lambdas/core/kernel/instant.ts';
import type { Owner } from '../../../lambdas/core/owners/owner.ts';
import type { Due } from '../../../lambdas/core/ports/due-list.ts';

const nameOf = (due: Due): string =>
  `${due.at} ${due.kind} ${due.kind === 'owner-leaves' ? due.ownerId : due.agentId}`;

const MOST = 100;

/** Notes of what takes effect at a time, kept with the owners and agents they belong to. */
export class InMemoryDueList {
  readonly #notes = new Map<string, Due>();

  /** Notes of earlier times stay: the owner says what is true. */
  noteOwner({ ownerId, status, leavesAt: at }: Owner): void {
    if (at !== undefined && status === 'active') this.#note({ kind: 'owner-leaves', ownerId, at });
  }

  noteAgent(agent: Agent): void {
    for (const [name, note] of this.#notes) {
      if (note.kind === 'agent-expires' && note.agentId === agent.agentId) this.#notes.delete(name);
    }
    const { agentId, status, expiresAt: at } = agent;
    const over = status === 'retired' || (status === 'suspended' && agent.reasons.includes('expired'));
    if (at !== undefined && !over) this.#note({ kind: 'agent-expires', agentId, at });
  }

  before(now: Instant): readonly Due[] {
    const due = [...this.#notes.values()].filter(({ at }) => at <= now);
    return due.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).slice(0, MOST);
  }

  settle(due: Due): void {
    this.#notes.delete(nameOf(due));
  }

  #note(due: Due): void {
    this.#notes.set(nameOf(due), due);
  }
}
