import type { Change, Guard, Write } from './ledger.ts';

/** A change that no store could apply, whatever it holds: a mistake of the caller. */
export class MalformedChangeError extends Error {
  override readonly name = 'MalformedChangeError';
  readonly code = 'malformed-change';
}

/** How many items the store can write as one: entities with their index, guards, audit, events and orders. */
export const MAX_ITEMS = 100;

/** A decision has to be split into several, each whole in itself. */
export class ChangeTooLargeError extends Error {
  override readonly name = 'ChangeTooLargeError';
  readonly code = 'change-too-large';

  constructor(items: number) {
    super(`a change of ${items} items is too large, at most ${MAX_ITEMS} can be written as one`);
  }
}

/**
 * Every entity is written or guarded at most once, revisions count from 1, and an agent's write names the state before.
 * @throws MalformedChangeError
 */
export const checkChange = (change: Change): void => {
  const seen = new Set<string>();
  for (const subject of [...change.writes.map(subjectOf), ...(change.guards ?? []).map(guarded)]) {
    if (seen.has(subject)) throw new MalformedChangeError(`${subject} is written or guarded twice`);
    seen.add(subject);
  }
  change.writes.forEach(checkWrite);
};

const guarded = ({ entity, id }: Guard): string => `${entity} ${id}`;

const subjectOf = (write: Write): string => {
  switch (write.entity) {
    case 'agent':
      return `agent ${write.next.agentId}`;
    case 'owner':
      return `owner ${write.next.ownerId}`;
    case 'process':
      return `process ${write.next.processId}`;
    case 'stop':
      return `stop ${write.next.stopId}`;
    case 'stop-entry':
      return `entry of stop ${write.next.stopId} in ${write.next.environment}`;
    case 'lease':
      return `lease ${write.next.leaseId}`;
    case 'rejected-event':
      return `rejected event ${write.next.rejectionId}`;
  }
};

const checkWrite = (write: Write): void => {
  if (write.entity === 'lease' || write.entity === 'rejected-event') return;
  const { revision } = write.next;
  if (!Number.isSafeInteger(revision) || revision < 1)
    throw new MalformedChangeError(`${subjectOf(write)} has revision ${revision}, not 1 or more`);
  if (write.entity !== 'agent') return;
  const before = write.previous?.revision ?? 0;
  if (before !== revision - 1 || (write.previous ?? write.next).agentId !== write.next.agentId)
    throw new MalformedChangeError(
      `${subjectOf(write)} is written with revision ${revision}, but its previous state has ${before}`,
    );
};
