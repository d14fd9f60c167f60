import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../lambdas/adapters/dynamodb/sha256.ts';
import { verifyChain } from '../../../lambdas/core/audit/chain.ts';
import type { Change, CommitOutcome, Ledger } from '../../../lambdas/core/ports/ledger.ts';
import type { SessionIssuer, SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';
import { aChange, anAuditEntry, leaseId, stopId } from '../../support/contract-suites/entities.ts';
import { activeAgent, inSeconds, owner, process } from '../leases/lease-cases.ts';
import { leaseWorld } from './issue-lease-world.ts';

const codesOf = (answer: Awaited<ReturnType<ReturnType<typeof leaseWorld>['ask']>>): readonly string[] =>
  answer.ok ? [] : answer.error.reasons.map(({ code }) => code);

describe('what is committed between the decision and the record', () => {
  it.each([
    [
      'a stop on the owner',
      { entity: 'owner', next: owner({ stopIds: [stopId(1)], revision: 2 }) } as const,
      'owner-stopped',
    ],
    [
      'a stop on the process',
      { entity: 'process', next: process({ stops: [{ stopId: stopId(1) }], revision: 2 }) } as const,
      'process-stopped',
    ],
    [
      'a suspension of the agent',
      {
        entity: 'agent',
        next: { ...activeAgent(), status: 'suspended', reasons: ['compromised'], revision: 2 },
      } as const,
      'agent-suspended',
    ],
  ])('%s is seen: there are no credentials', async (_, write, reason) => {
    const { ask, facts, store } = leaseWorld();
    facts.then(() => store.seed(write));

    const answer = await ask();

    expect(codesOf(answer)).toEqual([reason]);
    expect(store.leases).toEqual([]);
    expect(store.events.map(({ type }) => type)).toEqual(['Lease Refused']);
  });

  it('changes what the lease says if it does not forbid it: the earlier session is thrown away', async () => {
    const { ask, facts, store, issuer } = leaseWorld();
    facts.then(() =>
      store.seed({ entity: 'owner', next: owner({ leavesAt: inSeconds(1201), revision: 2 }) }),
    );

    const answer = await ask();

    const { lease, session } = answer.ok ? answer.value : expect.fail('it was refused');
    // of the 1201 seconds, the pause before the second attempt has taken some milliseconds
    expect(issuer.requests.map(({ durationSeconds }) => durationSeconds)).toEqual([1800, 1200]);
    expect(store.leases).toEqual([lease]);
    expect(lease.leaseId).toBe(leaseId(2));
    expect(session.sessionToken).toBe(`token-of-${leaseId(2)}`);
  });

  it('leaves the session as it is when only the agent’s record has moved on', async () => {
    const { ask, facts, store, issuer } = leaseWorld();
    const other = aChange({ audit: [anAuditEntry('agent:agent-one')] });
    const appended: Promise<unknown>[] = [];
    facts.then(() => appended.push(store.commit(other)));

    const answer = await ask();
    await Promise.all(appended);

    const { lease } = answer.ok ? answer.value : expect.fail('it was refused');
    expect(facts.reads).toBe(2);
    expect(issuer.requests).toHaveLength(1);
    expect(store.leases).toEqual([lease]);
    expect(lease.leaseId).toBe(leaseId(1));
  });
});

describe('many requests of one agent at once', () => {
  it('are all served, each with its own session, in one unbroken record', async () => {
    const { ask, store } = leaseWorld();

    const answers = await Promise.all(Array.from({ length: 8 }, () => ask()));

    expect(answers.filter(({ ok }) => ok)).toHaveLength(8);
    expect(new Set(store.leases.map((lease) => lease.leaseId)).size).toBe(8);
    expect(verifyChain('agent:agent-one', store.auditOf('agent:agent-one'), sha256)).toEqual({
      intact: true,
      length: 8,
    });
  });
});

/** Lets whoever waits go on once both sides have arrived. */
const rendezvous = () => {
  const arrived = new Map<string, () => void>();
  return (side: string): Promise<void> =>
    new Promise((resolve) => {
      arrived.set(side, resolve);
      if (arrived.size === 2) for (const goOn of arrived.values()) goOn();
    });
};

describe('the hot path', () => {
  it('gets the session while it records the lease', async () => {
    const meet = rendezvous();
    const { store, issuer } = leaseWorld();
    const sessions: SessionIssuer = {
      issue: async (request: SessionRequest) => {
        await meet('session');
        return issuer.issue(request);
      },
    };
    const ledger: Ledger = {
      commit: async (change: Change): Promise<CommitOutcome> => {
        await meet('record');
        return store.commit(change);
      },
      hasSeen: (inbox) => store.hasSeen(inbox),
    };
    const { ask, facts } = leaseWorld({ sessions, ledger });

    // one after the other they would wait for ever
    const answer = await ask();

    expect(answer.ok).toBe(true);
    expect(facts.reads).toBe(1);
  });
});
