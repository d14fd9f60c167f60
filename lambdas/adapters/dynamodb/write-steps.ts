import type { Owner } from '../../core/owners/owner.ts';
import type { Guard, Write } from '../../core/ports/ledger.ts';
import type { StopEntry } from '../../core/stops/stop.ts';
import { agentSteps } from './agent-steps.ts';
import {
  agentKey,
  clearedEntryKey,
  dueKey,
  entryInForceKey,
  leaseKey,
  ownerKey,
  processKey,
  rejectedKey,
  stopKey,
} from './keys.ts';
import { check, hasRevision, isAbsent, put, remove, type Step } from './step.ts';
import { toItem } from './stored-item.ts';

/** The items that a write puts, removes or relies on. */
export const writeSteps = (write: Write): readonly Step[] => {
  switch (write.entity) {
    case 'agent':
      return agentSteps(write.next, write.previous);
    case 'owner':
      return ownerSteps(write.next);
    case 'process': {
      const item = toItem({ ...processKey(write.next.processId), kind: 'process' }, write.next);
      return [put(item, hasRevision(write.next.revision - 1))];
    }
    case 'stop': {
      const item = toItem({ ...stopKey(write.next.stopId), kind: 'stop' }, write.next);
      return [put(item, hasRevision(write.next.revision - 1))];
    }
    case 'stop-entry':
      return entrySteps(write.next);
    case 'lease': {
      const key = leaseKey(write.next.agentId, write.next.leaseId);
      return [put(toItem({ ...key, kind: 'lease' }, write.next), isAbsent)];
    }
    case 'rejected-event': {
      const key = rejectedKey(write.next.rejectedAt.slice(0, 'yyyy-mm'.length), write.next.rejectionId);
      return [put(toItem({ ...key, kind: 'rejected-event' }, write.next), isAbsent)];
    }
  }
};

/** An announced leaving is noted for its time; one that was put off leaves a note that is found to be out of date. */
const ownerSteps = (owner: Owner): readonly Step[] => {
  const { ownerId, leavesAt, revision } = owner;
  const step = put(toItem({ ...ownerKey(ownerId), kind: 'owner' }, owner), hasRevision(revision - 1));
  if (leavesAt === undefined || owner.status !== 'active') return [step];
  const due = { kind: 'owner-leaves', ownerId, at: leavesAt } as const;
  return [step, put(toItem({ ...dueKey(due), kind: 'due' }, due))];
};

/** An entry is in one of two places: the first write looks at both, and clearing moves it. */
const entrySteps = (next: StopEntry): readonly Step[] => {
  const inForce = entryInForceKey(next.environment, next.stopId);
  const cleared = clearedEntryKey(next.environment, next.stopId);
  const before = hasRevision(next.revision - 1);
  if (next.status === 'cleared') {
    const item = toItem({ ...cleared, kind: 'stop-entry' }, next);
    return [put(item, isAbsent), next.revision === 1 ? check(inForce, isAbsent) : remove(inForce, before)];
  }
  const item = toItem({ ...inForce, kind: 'stop-entry' }, next);
  return next.revision === 1 ? [put(item, before), check(cleared, isAbsent)] : [put(item, before)];
};

const KEY_OF = { agent: agentKey, owner: ownerKey, process: processKey };

export const guardStep = ({ entity, id, revision }: Guard): Step =>
  check(KEY_OF[entity](id), hasRevision(revision));
