import { describe, expect, it } from 'vitest';
import {
  agentKey,
  auditHeadKey,
  auditRecordKey,
  bindingKey,
  clearedEntryKey,
  entryInForceKey,
  inboxKey,
  indexKey,
  type Key,
  leaseKey,
  outboxKey,
  ownerKey,
  processKey,
  rejectedKey,
  stopKey,
} from '../../../lambdas/adapters/dynamodb/keys.ts';
import { ownerId, processId } from '../../support/contract-suites/entities.ts';

describe('the keys of the table', () => {
  it.each<[string, Key, string]>([
    ['an agent', agentKey('a1'), 'AGENT#a1/AGENT'],
    ['a lease', leaseKey('a1', '01L'), 'AGENT#a1/LEASE#01L'],
    ['an owner', ownerKey('e1'), 'OWNER#e1/OWNER'],
    ['a process', processKey('p1'), 'PROCESS#p1/PROCESS'],
    ['an agent of an owner', indexKey({ ownerId: ownerId('e1') }, 'test', 'a1'), 'OWNER#e1/AGENT#test#a1'],
    [
      'an agent of a process',
      indexKey({ processId: processId('p1') }, 'test', 'a1'),
      'PROCESS#p1/AGENT#test#a1',
    ],
    ['a stop', stopKey('01S'), 'STOP#01S/STOP'],
    ['an entry in force', entryInForceKey('test', '01S'), 'STOPS#test/ENTRY#01S'],
    ['a cleared entry', clearedEntryKey('test', '01S'), 'STOP#01S/ENTRY#test'],
    ['the head of an audit', auditHeadKey('agent:a1'), 'AUDIT#agent:a1/HEAD'],
    ['an audit record', auditRecordKey('agent:a1', 42), 'AUDIT#agent:a1/RECORD#000000000042'],
    ['an inbox marker', inboxKey('acme.hr', 'e-1'), 'INBOX#acme.hr/e-1/INBOX'],
    ['an outbox entry', outboxKey('agent:a1', '01C', 7), 'OUTBOX#agent:a1/01C#007'],
    ['a rejected event', rejectedKey('2026-11', '01R'), 'REJECTED#2026-11/01R'],
  ])('of %s are fixed', (_, { pk, sk }, expected) => {
    expect(`${pk}/${sk}`).toBe(expected);
  });

  it('hide a workload’s binding behind its digest', () => {
    expect(bindingKey('aws\narn:aws:iam::111111111111:role/worker').pk).toBe(
      'BINDING#6403fad6841fc82b8a3821218029613bdf7482a0ae8d214d75ef951470e6de83',
    );
  });
});

describe('an id of another system', () => {
  const pkOf = (eventId: string): string => inboxKey('acme.hr', eventId).pk;

  it('stays readable while it is short', () => {
    expect(pkOf('x'.repeat(512))).toBe(`INBOX#acme.hr/${'x'.repeat(512)}`);
  });

  it.each([
    ['long', 'x'.repeat(513)],
    ['long in bytes', 'Ж'.repeat(300)],
    ['made to look like a digest', `sha256:${'0'.repeat(64)}`],
  ])('is replaced by its digest when it is %s', (_, eventId) => {
    expect(pkOf(eventId)).toMatch(/^INBOX#acme\.hr\/sha256:[0-9a-f]{64}$/);
    expect(pkOf(eventId)).not.toContain(eventId);
  });

  it('keeps its part of the key from being taken for another', () => {
    expect(inboxKey('a/b', 'c')).not.toEqual(inboxKey('a', 'b/c'));
    expect(inboxKey('a%2Fb', 'c')).not.toEqual(inboxKey('a/b', 'c'));
  });
});
