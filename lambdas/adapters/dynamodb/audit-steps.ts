import type { AuditEntry, AuditHead, AuditSubject } from '../../core/audit/audit-record.ts';
import { appendToChain, emptyChain } from '../../core/audit/chain.ts';
import { auditHeadKey, auditRecordKey } from './keys.ts';
import { sha256 } from './sha256.ts';
import { type Condition, isAbsent, put, type Step } from './step.ts';
import { toItem } from './stored-item.ts';
import { readBatch, type Table } from './table.ts';

export type AuditHeads = ReadonlyMap<AuditSubject, AuditHead>;

export const subjectsOf = (entries: readonly AuditEntry[]): readonly AuditSubject[] => [
  ...new Set(entries.map(({ subject }) => subject)),
];

/** The heads of these chains: those given, and the others in one batch read. */
export const headsOf = async (
  table: Table,
  subjects: readonly AuditSubject[],
  given: readonly AuditHead[],
): Promise<AuditHeads> => {
  const heads = new Map(given.map((head) => [head.subject, head]));
  const missing = subjects.filter((subject) => !heads.has(subject));
  const batch = await readBatch(table, missing.map(auditHeadKey));
  for (const subject of missing) {
    heads.set(subject, batch.get(auditHeadKey(subject), 'audit-head') ?? emptyChain(subject));
  }
  return heads;
};

/** Each entry as the next record of its chain, and each chain's new head, provided that nobody else appended. */
export const auditSteps = (entries: readonly AuditEntry[], heads: AuditHeads): readonly Step[] =>
  subjectsOf(entries).flatMap((subject) => {
    const head = heads.get(subject) ?? emptyChain(subject);
    const own = entries.filter((entry) => entry.subject === subject);
    return chainSteps(head, own);
  });

const chainSteps = (head: AuditHead, entries: readonly AuditEntry[]): readonly Step[] => {
  const { subject } = head;
  const records = appendToChain(head, entries, sha256);
  const last = records.at(-1);
  if (last === undefined) return [];
  const next: AuditHead = { subject, sequence: last.sequence, hash: last.hash };
  return [
    ...records.map((record) =>
      put(toItem({ ...auditRecordKey(subject, record.sequence), kind: 'audit-record' }, record), isAbsent),
    ),
    put(toItem({ ...auditHeadKey(subject), kind: 'audit-head' }, next), isStill(head)),
  ];
};

const isStill = ({ sequence, hash }: AuditHead): Condition =>
  sequence === 0
    ? isAbsent
    : {
        ConditionExpression: '#data.#hash = :hash',
        ExpressionAttributeNames: { '#data': 'data', '#hash': 'hash' },
        ExpressionAttributeValues: { ':hash': { S: hash } },
      };
