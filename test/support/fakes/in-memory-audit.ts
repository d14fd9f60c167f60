import { createHash } from 'node:crypto';
import type {
  AuditEntry,
  AuditHead,
  AuditRecord,
  AuditSubject,
} from '../../../lambdas/core/audit/audit-record.ts';
import { appendToChain, emptyChain } from '../../../lambdas/core/audit/chain.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The audit chains of an in-memory store, one per subject. */
export class InMemoryAudit {
  readonly #chains = new Map<AuditSubject, AuditRecord[]>();

  of(subject: AuditSubject): readonly AuditRecord[] {
    return this.#chains.get(subject) ?? [];
  }

  headOf(subject: AuditSubject): AuditHead {
    const last = this.of(subject).at(-1);
    return last === undefined ? emptyChain(subject) : { subject, sequence: last.sequence, hash: last.hash };
  }

  /** Whether nothing was appended to these chains since their heads were read. */
  follows(heads: readonly AuditHead[]): boolean {
    return heads.every((head) => this.headOf(head.subject).hash === head.hash);
  }

  append(entry: AuditEntry): void {
    const records = appendToChain(this.headOf(entry.subject), [entry], sha256);
    this.#chains.set(entry.subject, [...this.of(entry.subject), ...records]);
  }
}
