import { canonicalJson } from '../kernel/canonical-json.ts';
import type { AuditEntry, AuditHead, AuditRecord, AuditSubject } from './audit-record.ts';

/** SHA-256 of the UTF-8 text, in lower-case hexadecimal. */
export type Digest = (text: string) => string;

/** Where every chain begins. */
export const emptyChain = (subject: AuditSubject): AuditHead => ({ subject, sequence: 0, hash: '' });

/** Appends entries to their subject's chain, in order; the last record is the new head. */
export const appendToChain = (
  head: AuditHead,
  entries: readonly AuditEntry[],
  digest: Digest,
): AuditRecord[] => {
  const records: AuditRecord[] = [];
  let last = head;
  for (const entry of entries) {
    const link = { ...entry, sequence: last.sequence + 1, previousHash: last.hash };
    const record = { ...link, hash: digest(canonicalJson(link)) };
    records.push(record);
    last = { subject: entry.subject, sequence: record.sequence, hash: record.hash };
  }
  return records;
};

export type ChainVerdict =
  | { readonly intact: true; readonly length: number }
  | { readonly intact: false; readonly brokenAt: number; readonly problem: string };

/** Walks one subject's records, oldest first, and names the first link that does not hold. */
export const verifyChain = (
  subject: AuditSubject,
  records: readonly AuditRecord[],
  digest: Digest,
): ChainVerdict => {
  let last = emptyChain(subject);
  for (const record of records) {
    const { hash, ...link } = record;
    const problem = brokenLink(last, record, digest(canonicalJson(link)));
    if (problem !== undefined) return { intact: false, brokenAt: last.sequence + 1, problem };
    last = { subject, sequence: record.sequence, hash };
  }
  return { intact: true, length: last.sequence };
};

const brokenLink = (last: AuditHead, record: AuditRecord, expectedHash: string): string | undefined => {
  // what is shown may have been put there by anybody, as anything
  if (record.subject !== last.subject) return `the record belongs to ${canonicalJson(record.subject)}`;
  if (record.sequence !== last.sequence + 1)
    return `expected record ${last.sequence + 1}, found ${canonicalJson(record.sequence)}`;
  if (record.previousHash !== last.hash) return 'it does not follow the record before it';
  if (record.hash !== expectedHash) return 'its content was changed';
  return undefined;
};
