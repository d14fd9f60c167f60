import { beforeEach, describe, expect, it } from 'vitest';
import { ChangeTooLargeError } from '../../../lambdas/core/ports/check-change.ts';
import type { Change, Guard } from '../../../lambdas/core/ports/ledger.ts';
import {
  aChange,
  aLease,
  anAgent,
  anAuditEntry,
  anEvent,
  nextOf,
  ownerId,
  registration,
  retired,
  update,
} from '../../support/contract-suites/entities.ts';
import { type DynamoStore, openDynamoStore } from './dynamo-store.ts';
import { recordCalls } from './intercept-calls.ts';

const agent = anAgent('support-assistant');
const guards: readonly Guard[] = [
  { entity: 'owner', id: 'e1', revision: 0 },
  { entity: 'process', id: 'support', revision: 0 },
];
const fullRegistration: Change = {
  ...registration(agent),
  inbox: { source: 'acme.itsm', eventId: 'e-1' },
  guards,
  events: [anEvent('registered')],
  work: [{ kind: 'provision-agent', agentId: agent.agentId }],
};

let store: DynamoStore;

beforeEach(async () => {
  store = await openDynamoStore();
});

describe('what a commit writes', () => {
  it('is found at the promised keys, with its kind', async () => {
    await store.ledger.commit({
      ...fullRegistration,
      writes: [...fullRegistration.writes, { entity: 'lease', next: aLease(1, agent) }],
    });

    const items = await store.items();
    const places = items.map((item) => `${item['kind']?.S}: ${item['pk']?.S}/${item['sk']?.S}`);
    expect(places.toSorted()).toEqual([
      'agent-index: OWNER#e1/AGENT#production#support-assistant',
      'agent-index: PROCESS#support/AGENT#production#support-assistant',
      'agent: AGENT#support-assistant/AGENT',
      'audit-head: AUDIT#agent:support-assistant/HEAD',
      'audit-record: AUDIT#agent:support-assistant/RECORD#000000000001',
      expect.stringMatching(/^binding: BINDING#[0-9a-f]{64}\/BINDING$/),
      'inbox: INBOX#acme.itsm/e-1/INBOX',
      `lease: AGENT#support-assistant/LEASE#${aLease(1, agent).leaseId}`,
      expect.stringMatching(/^outbox: OUTBOX#agent:support-assistant\/[0-9A-Z]{26}#000$/),
      expect.stringMatching(/^outbox: OUTBOX#agent:support-assistant\/[0-9A-Z]{26}#001$/),
    ]);
  });

  it('goes by itself where it is needed for a time only', async () => {
    await store.ledger.commit(fullRegistration);

    const now = Date.parse(store.clock.now()) / 1000;
    const daysOf = (await store.items())
      .filter((item) => item['ttl'] !== undefined)
      .map((item) => [item['kind']?.S, (Number(item['ttl']?.N) - now) / 86_400]);
    expect(daysOf.toSorted()).toEqual([
      ['inbox', 90],
      ['outbox', 7],
      ['outbox', 7],
    ]);
  });

  it('leaves of a retired agent only itself and its audit', async () => {
    await store.ledger.commit(registration(agent));

    await store.ledger.commit(update(retired(agent), agent));

    const kinds = (await store.items()).map((item) => item['kind']?.S);
    expect(kinds.toSorted()).toEqual(['agent', 'audit-head', 'audit-record']);
  });

  it('is refused with index items counted in', async () => {
    const agents = Array.from({ length: 26 }, (_, index) => anAgent(`agent-${index}`));
    const change = aChange({ writes: agents.map((next) => ({ entity: 'agent', next }) as const) });

    await expect(store.ledger.commit(change)).rejects.toThrow(ChangeTooLargeError);
  });
});

describe('what a commit costs', () => {
  const itemsOf = (call: { readonly input: object } | undefined): number =>
    call !== undefined && 'TransactItems' in call.input && Array.isArray(call.input.TransactItems)
      ? call.input.TransactItems.length
      : 0;

  it.each<[string, number, Change]>([
    ['a registration', 11, fullRegistration],
    [
      'a lease',
      7,
      aChange({
        writes: [{ entity: 'lease', next: aLease(1, agent) }],
        guards: [...guards, { entity: 'agent', id: 'other-agent', revision: 0 }],
        audit: [anAuditEntry('agent:support-assistant')],
        events: [anEvent('issued')],
      }),
    ],
  ])('is one read and one transaction for %s, of %i items', async (_, count, change) => {
    const calls = recordCalls(store.table);

    await store.ledger.commit(change);

    expect(calls.map(({ operation }) => operation)).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect(itemsOf(calls[1])).toBe(count);
  });

  it('is the transaction alone when the heads are known', async () => {
    const subject = 'agent:support-assistant';
    const calls = recordCalls(store.table);

    await store.ledger.commit(
      aChange({ audit: [anAuditEntry(subject)], auditHeads: [{ subject, sequence: 0, hash: '' }] }),
    );

    expect(calls.map(({ operation }) => operation)).toEqual(['TransactWriteItems']);
  });

  it('is one item for an agent that stays in its places, and four for a new owner', async () => {
    await store.ledger.commit(registration(agent));
    const renamed = nextOf(agent, { displayName: 'renamed' });
    const transferred = nextOf(renamed, { ownerId: ownerId('e2') });
    const calls = recordCalls(store.table);

    await store.ledger.commit(update(renamed, agent));
    await store.ledger.commit(update(transferred, renamed));

    // the agent, its binding, the index item under the old owner and the one under the new
    expect(calls.map(itemsOf)).toEqual([1, 4]);
  });
});
