import { beforeEach, describe, expect, it } from 'vitest';
import { dueListContract } from '../contract-suites/due-list.ts';
import { aChange, anAgent, anAuditEntry, anEvent, registration } from '../contract-suites/entities.ts';
import { leaseFactsContract } from '../contract-suites/lease-facts.ts';
import { ledgerContract } from '../contract-suites/ledger.ts';
import { registryContract } from '../contract-suites/registry.ts';
import { stopRecordsContract } from '../contract-suites/stop-records.ts';
import type { OpenStore } from '../contract-suites/store-under-test.ts';
import { CommitCrashError, InMemoryStore } from './in-memory-store.ts';

const open: OpenStore = async () => {
  const store = new InMemoryStore();
  return {
    ledger: store,
    registry: store,
    stopRecords: store,
    leaseFacts: store,
    dueList: store,
    auditOf: async (subject) => store.auditOf(subject),
    outbox: async () => ({ events: store.events, work: store.work }),
    leaseIds: async () => store.leases.map(({ leaseId }) => leaseId),
    rejectionIds: async () => store.rejected.map(({ rejectionId }) => rejectionId),
  };
};

describe('the in-memory store', () => {
  ledgerContract(open);
  registryContract(open);
  stopRecordsContract(open);
  leaseFactsContract(open);
  dueListContract(open);
});

describe('the in-memory store as a test’s instrument', () => {
  const agent = anAgent('support-assistant');
  let store: InMemoryStore;

  beforeEach(() => {
    store = new InMemoryStore({ pageSize: 2 });
  });

  it('lets the next commits lose a race or crash, one fault each', async () => {
    store.disturb('conflict', 'crash-before-write', 'crash-after-write');

    expect(await store.commit(registration(agent))).toBe('conflict');
    await expect(store.commit(registration(agent))).rejects.toThrow(CommitCrashError);
    expect(await store.agent(agent.agentId)).toBeUndefined();
    await expect(store.commit(registration(agent))).rejects.toThrow(CommitCrashError);
    expect(await store.agent(agent.agentId)).toEqual(agent);
    expect(await store.commit(registration(agent))).toBe('conflict');
  });

  it('hands out work once', async () => {
    const order = { kind: 'provision-agent', agentId: agent.agentId } as const;
    await store.commit(aChange({ audit: [anAuditEntry('agent:x')], work: [order], events: [anEvent('x')] }));

    expect(store.takeWork()).toEqual([order]);
    expect(store.takeWork()).toEqual([]);
    expect(store.events).toEqual([anEvent('x')]);
  });

  it('takes entities of any revision as seed', async () => {
    store.seed({ entity: 'agent', next: { ...agent, revision: 7 } });

    expect(await store.agent(agent.agentId)).toMatchObject({ revision: 7 });
    expect(store.auditOf('agent:support-assistant')).toEqual([]);
  });

  it('makes pages as small as asked', async () => {
    store.seed(
      ...['a-agent', 'b-agent', 'c-agent'].map((id) => ({ entity: 'agent', next: anAgent(id) }) as const),
    );

    expect(await store.agentsOf({ ownerId: agent.ownerId }, agent.environment)).toMatchObject({
      agents: [{ agentId: 'a-agent' }, { agentId: 'b-agent' }],
      cursor: 'b-agent',
    });
  });
});
