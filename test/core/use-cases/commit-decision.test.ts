import { describe, expect, it } from 'vitest';
import { ContentionError, commitDecision } from '../../../lambdas/core/use-cases/commit-decision.ts';
import { aChange, anAuditEntry } from '../../support/contract-suites/entities.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { CommitCrashError, InMemoryStore } from '../../support/fakes/in-memory-store.ts';

const CHANGE = aChange({ audit: [anAuditEntry('agent:agent-one')] });

const opened = () => {
  const [ledger, clock] = [new InMemoryStore(), new FakeClock()];
  let decisions = 0;
  const decide = async () => {
    decisions += 1;
    return { change: CHANGE, result: `decision ${decisions}` };
  };
  return { ledger, clock, decide };
};

describe('a decision', () => {
  it('is committed, and gives its result', async () => {
    const { ledger, clock, decide } = opened();

    expect(await commitDecision({ ledger, clock }, decide)).toBe('decision 1');

    expect(ledger.auditOf('agent:agent-one')).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
  });

  it('is taken anew after each conflict, at growing intervals', async () => {
    const { ledger, clock, decide } = opened();
    ledger.disturb(...Array.from({ length: 9 }, () => 'conflict' as const));

    expect(await commitDecision({ ledger, clock }, decide)).toBe('decision 10');

    expect(ledger.auditOf('agent:agent-one')).toHaveLength(1);
    expect(clock.sleeps).toEqual([20, 40, 80, 160, 320, 500, 500, 500, 500]);
  });

  it('is given up after ten conflicts', async () => {
    const { ledger, clock, decide } = opened();
    ledger.disturb(...Array.from({ length: 10 }, () => 'conflict' as const));

    await expect(commitDecision({ ledger, clock }, decide)).rejects.toThrow(ContentionError);

    expect(ledger.auditOf('agent:agent-one')).toEqual([]);
  });

  it('that changes nothing commits nothing', async () => {
    const { ledger, clock } = opened();
    ledger.disturb('crash-before-write');

    expect(await commitDecision({ ledger, clock }, async () => ({ result: 'nothing' }))).toBe('nothing');
  });

  it('on an event that was applied before is a duplicate', async () => {
    const { ledger, clock } = opened();
    const change = { ...CHANGE, inbox: { source: 'acme.hr', eventId: '1' } };
    const decide = async () => ({ change, result: 'decided' });

    const outcomes = [
      await commitDecision({ ledger, clock }, decide),
      await commitDecision({ ledger, clock }, decide),
    ];

    expect(outcomes).toEqual(['decided', 'duplicate']);
  });

  it('whose commit fails otherwise is left to the caller to try again', async () => {
    const { ledger, clock, decide } = opened();
    ledger.disturb('crash-before-write');

    await expect(commitDecision({ ledger, clock }, decide)).rejects.toThrow(CommitCrashError);
  });
});
