import { describe, expect, it } from 'vitest';
import type { ProfileName } from '../../../lambdas/core/kernel/identifiers.ts';
import { compileStopList } from '../../../lambdas/core/stops/compile-stop-list.ts';
import type { StopEntry, StopTarget } from '../../../lambdas/core/stops/stop.ts';
import {
  agentId,
  anEntry,
  leaseId,
  ownerId,
  processId,
  stopId,
} from '../../support/contract-suites/entities.ts';

const entriesOf = (...targets: readonly StopTarget[]): StopEntry[] =>
  targets.map((target, index) => ({ ...anEntry(index + 1), target }));

const owner = (id: string): StopTarget => ({ kind: 'owner', ownerId: ownerId(id) });
const process = (id: string, ...profiles: readonly string[]): StopTarget => ({
  kind: 'process',
  processId: processId(id),
  ...(profiles.length > 0 && { profiles: profiles.map((name) => name as ProfileName) }),
});

const WITHOUT_LEASE = {
  Sid: 'WithoutLease',
  Effect: 'Deny',
  Action: ['*'],
  Resource: ['*'],
  Condition: { Null: { 'aws:PrincipalTag/mandate:lease': 'true' } },
};

const conditionsOf = (...targets: readonly StopTarget[]) =>
  Object.fromEntries(
    compileStopList(entriesOf(...targets)).document.Statement.map(({ Sid, Condition }) => [Sid, Condition]),
  );

describe('the document of a stop list', () => {
  it('denies whoever has no lease even where no stop is in force', () => {
    expect(compileStopList([])).toEqual({
      document: { Version: '2012-10-17', Statement: [WITHOUT_LEASE] },
      included: [],
      overflow: [],
    });
  });

  it('has one statement of each kind, its values sorted and each once', () => {
    const conditions = conditionsOf(
      owner('e2'),
      owner('e1'),
      owner('e2'),
      { kind: 'agent', agentId: agentId('agent-one') },
      { kind: 'lease', agentId: agentId('agent-two'), leaseId: leaseId(7) },
      process('support'),
      process('billing'),
    );

    expect(conditions).toEqual({
      WithoutLease: WITHOUT_LEASE.Condition,
      Owners: { StringEquals: { 'aws:PrincipalTag/mandate:owner': ['e1', 'e2'] } },
      Agents: { StringEquals: { 'aws:PrincipalTag/mandate:agent': ['agent-one'] } },
      Leases: { StringEquals: { 'aws:PrincipalTag/mandate:lease': [leaseId(7)] } },
      Processes: { StringLike: { 'aws:PrincipalTag/mandate:process': ['billing@*', 'support@*'] } },
    });
  });

  it('has one statement for each process of which some profiles are stopped', () => {
    const conditions = conditionsOf(
      process('support', 'coder', 'admin'),
      process('billing', 'payer'),
      process('support', 'admin', 'tester'),
    );

    expect(conditions).toEqual({
      WithoutLease: WITHOUT_LEASE.Condition,
      ProcessProfiles1: {
        StringLike: { 'aws:PrincipalTag/mandate:process': ['billing@*'] },
        StringEquals: { 'aws:PrincipalTag/mandate:profile': ['payer'] },
      },
      ProcessProfiles2: {
        StringLike: { 'aws:PrincipalTag/mandate:process': ['support@*'] },
        StringEquals: { 'aws:PrincipalTag/mandate:profile': ['admin', 'coder', 'tester'] },
      },
    });
  });

  it('allows nothing', () => {
    const { document } = compileStopList(entriesOf(owner('e1'), process('support'), process('b-2', 'coder')));

    expect(document.Statement.map(({ Effect }) => Effect)).toEqual(document.Statement.map(() => 'Deny'));
  });
});

describe('a stop list that is full', () => {
  const long = (index: number) => `${index}`.padStart(64, 'x');
  const many = Array.from({ length: 200 }, (_, index) => owner(long(index)));

  it('takes the oldest first, in the order in which they were raised', () => {
    const { included, overflow } = compileStopList(entriesOf(...many).reverse());

    const oldestFirst = many.map((_, index) => stopId(index + 1));
    expect([...included, ...overflow]).toEqual(oldestFirst);
    expect(included.length).toBeGreaterThan(80);
    expect(overflow.length).toBeGreaterThan(100);
  });

  it('has room for five hundred owners with ids of eight characters', () => {
    const leavers = Array.from({ length: 500 }, (_, index) => owner(`e${1_000_000 + index}`));

    expect(compileStopList(entriesOf(...leavers)).overflow).toEqual([]);
  });
});
