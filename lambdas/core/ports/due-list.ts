import type { AgentId, OwnerId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';

/** What takes effect at its time, though no event comes then. */
export type Due =
  | { readonly kind: 'owner-leaves'; readonly ownerId: OwnerId; readonly at: Instant }
  | { readonly kind: 'agent-expires'; readonly agentId: AgentId; readonly at: Instant };

/**
 * Announced leavings and expiries, as the ledger notes them with the owners and agents they belong to. A note can be out
 * of date: only the owner or agent itself says what is true.
 */
export interface DueList {
  /** Those whose time has come, the oldest first, at most 100. */
  before(now: Instant): Promise<readonly Due[]>;
  /** Takes a note off the list; again is harmless. */
  settle(due: Due): Promise<void>;
}
