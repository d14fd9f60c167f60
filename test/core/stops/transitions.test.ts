import { describe, expect, it } from 'vitest';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import {
  clearEntry,
  denyByLocks,
  denyEntry,
  hasRunOut,
  judgeEntry,
} from '../../../lambdas/core/stops/entry-transitions.ts';
import {
  clearIn,
  entryOf,
  isCleared,
  raiseStop,
  spreadOver,
} from '../../../lambdas/core/stops/raise-stop.ts';
import type { ProbeEvidence } from '../../../lambdas/core/stops/stop.ts';
import { stopSubject } from '../../../lambdas/core/stops/stop-subject.ts';
import {
  AT,
  agentId,
  anEntry,
  environmentName,
  leaseId,
  ownerId,
  processId,
  stopId,
} from '../../support/contract-suites/entities.ts';

const LATER = plusSeconds(AT, 5);
const [TEST, PRODUCTION] = [environmentName('test'), environmentName('production')];

const ORDER = {
  stopId: stopId(1),
  target: { kind: 'owner', ownerId: ownerId('e1') },
  consequence: { then: 'suspend', reason: 'owner-left' },
  occurredAt: AT,
  causedBy: 'event:acme.hr/1',
} as const;
const stop = raiseStop(ORDER, LATER);

const seen = (outcome: ProbeEvidence['outcome']): ProbeEvidence => ({
  agentId: agentId('agent-one'),
  outcome,
  at: LATER,
  attempts: 1,
});

describe('a stop', () => {
  it('is raised before it is known where it covers anybody', () => {
    expect(stop).toEqual({ ...ORDER, raisedAt: LATER, clearedIn: [], revision: 1 });
    expect(isCleared(stop)).toBe(false);
  });

  it('is cleared once it is in every environment that it was spread over, in any order and however often', () => {
    const spread = spreadOver(stop, [TEST, PRODUCTION]);

    const half = clearIn(spread, TEST);
    const again = clearIn(half, TEST);
    const whole = clearIn(again, PRODUCTION);

    expect([spread, half, again, whole].map(isCleared)).toEqual([false, false, false, true]);
    expect([spread, half, again, whole].map(({ revision }) => revision)).toEqual([2, 3, 4, 5]);
    expect(whole.clearedIn).toEqual([PRODUCTION, TEST]);
  });

  it('is cleared at once where it covers nobody', () => {
    expect(isCleared(spreadOver(stop, []))).toBe(true);
  });

  it.each([
    ['owner:e1', { kind: 'owner', ownerId: ownerId('e1') }],
    ['process:support', { kind: 'process', processId: processId('support') }],
    ['agent:agent-one', { kind: 'agent', agentId: agentId('agent-one') }],
    ['agent:agent-one', { kind: 'lease', agentId: agentId('agent-one'), leaseId: leaseId(1) }],
  ] as const)('is told in the chain of %s', (subject, target) => {
    expect(stopSubject(target)).toBe(subject);
  });
});

describe('the entry of a stop', () => {
  const raised = entryOf(stop, TEST);
  const denied = denyEntry(raised, LATER);

  it('says what the stop says', () => {
    const { consequence: _, ...told } = ORDER;

    expect(raised).toEqual({ ...told, environment: TEST, status: 'raised', raisedAt: LATER, revision: 1 });
  });

  it('is denied by the list, or by locks for want of room', () => {
    expect(denied).toEqual({ ...raised, status: 'denied', deniedAt: LATER, revision: 2 });
    expect(denyByLocks(raised, LATER)).toEqual({ ...denied, lockedEach: true });
  });

  it.each([
    ['verified', 'every session was seen denied', [seen('denied'), seen('denied')]],
    ['verified', 'no covered agent has a role', []],
    ['unverified', 'one could still act', [seen('denied'), seen('allowed')]],
    ['unverified', 'one could not be tried', [seen('unavailable'), seen('denied')]],
  ] as const)('is %s if %s', (status, _, evidence) => {
    expect(judgeEntry(denied, evidence, LATER)).toEqual({
      ...denied,
      status,
      verifiedAt: LATER,
      evidence,
      revision: 3,
    });
  });

  it('is judged anew after it was unverified', () => {
    const unverified = judgeEntry(denied, [seen('allowed')], LATER);

    expect(judgeEntry(unverified, [seen('denied')], LATER)).toMatchObject({
      status: 'verified',
      revision: 4,
    });
  });

  it('keeps its history when it is cleared', () => {
    const verified = judgeEntry(denied, [seen('denied')], LATER);

    expect(clearEntry(verified, LATER)).toEqual({
      ...verified,
      status: 'cleared',
      clearedAt: LATER,
      revision: 4,
    });
  });

  it('runs out by itself an hour and a minute after the stop, if it is that of a lease', () => {
    const lease = {
      ...anEntry(1),
      target: { kind: 'lease', agentId: agentId('a-1'), leaseId: leaseId(1) },
    } as const;

    expect(hasRunOut(lease, plusSeconds(AT, 3659))).toBe(false);
    expect(hasRunOut(lease, plusSeconds(AT, 3660))).toBe(true);
    expect(hasRunOut(anEntry(1), plusSeconds(AT, 1_000_000))).toBe(false);
  });
});
