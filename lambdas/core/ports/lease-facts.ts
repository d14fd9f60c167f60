import type { Agent } from '../agents/agent.ts';
import type { AuditHead } from '../audit/audit-record.ts';
import type { Owner } from '../owners/owner.ts';
import type { Process } from '../processes/process.ts';

/** All that decides on a lease, each item read strongly consistently. */
export interface LeaseFacts {
  readonly agent: Agent;
  readonly owner: Owner | undefined;
  readonly process: Process | undefined;
  readonly auditHead: AuditHead;
}

export interface LeaseFactsReader {
  /**
   * The facts for the agent bound to a workload (see `bindingOf`); undefined when none is bound. One batch read when
   * the binding was seen before by this process, one read more when not.
   */
  read(binding: string): Promise<LeaseFacts | undefined>;
}
