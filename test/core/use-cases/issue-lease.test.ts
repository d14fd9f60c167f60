import { describe, expect, it } from 'vitest';
import { leaseId, stopId } from '../../support/contract-suites/entities.ts';
import { STS_REFUSED, STS_THROTTLED } from '../../support/fakes/scripted-issuer.ts';
import { inSeconds, NOW, owner, process, profileName } from '../leases/lease-cases.ts';
import { kept, leaseWorld, TOKEN } from './issue-lease-world.ts';

const AGENT_IDS = {
  agentId: 'agent-one',
  environment: 'test',
  ownerId: 'e1',
  processId: 'support',
  profile: 'coding-agent',
};

describe('an agent that may have a lease', () => {
  it('gets the credentials of a session of its role', async () => {
    const { ask } = leaseWorld();

    const issued = await ask({ durationSeconds: 900 });

    expect(issued).toEqual({
      ok: true,
      value: {
        lease: expect.objectContaining({ leaseId: leaseId(1), expiresAt: inSeconds(900) }),
        account: '222222222222',
        session: {
          accessKeyId: expect.stringMatching(/^ASIA/),
          secretAccessKey: `secret-of-${leaseId(1)}`,
          sessionToken: `token-of-${leaseId(1)}`,
          expiresAt: inSeconds(900),
        },
      },
    });
  });

  it('has a session that names it, its owner, its process and the lease', async () => {
    const { ask, issuer } = leaseWorld();

    await ask({ permissions: ['read-code'] });

    expect(issuer.requests).toEqual([
      {
        roleArn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-agent-one',
        region: 'eu-central-1',
        leaseId: leaseId(1),
        agentId: 'agent-one',
        durationSeconds: 1800,
        tags: {
          'mandate:agent': 'agent-one',
          'mandate:owner': 'e1',
          'mandate:process': 'support@1',
          'mandate:profile': 'coding-agent',
          'mandate:environment': 'test',
          'mandate:lease': leaseId(1),
        },
        sessionPolicy: {
          Version: '2012-10-17',
          Statement: [expect.objectContaining({ Sid: 'ReadCode' })],
        },
      },
    ]);
  });

  it('has the lease on its record', async () => {
    const { ask, store } = leaseWorld();

    const issued = await ask({ permissions: ['read-code'] });

    const lease = issued.ok ? issued.value.lease : undefined;
    expect(store.leases).toEqual([lease]);
    expect(store.auditOf('agent:agent-one')).toEqual([
      expect.objectContaining({
        action: 'issue',
        outcome: 'accepted',
        at: NOW,
        causedBy: 'request:request-1',
        after: lease,
      }),
    ]);
    expect(store.events).toEqual([
      {
        type: 'Lease Issued',
        occurredAt: NOW,
        causedBy: 'request:request-1',
        detail: {
          ...AGENT_IDS,
          leaseId: lease?.leaseId,
          expiresAt: inSeconds(1800),
          permissions: ['read-code'],
        },
      },
    ]);
  });
});

describe('an agent that is refused', () => {
  it('gets no session, and has the refusal on its record with every reason', async () => {
    const { ask, store, issuer } = leaseWorld();
    store.seed({ entity: 'owner', next: owner({ status: 'left', stopIds: [stopId(1)] }) });

    const answer = await ask();

    const reasons = [
      expect.objectContaining({ code: 'owner-left' }),
      expect.objectContaining({ code: 'owner-stopped' }),
    ];
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused', reasons } });
    expect(issuer.requests).toEqual([]);
    expect(store.leases).toEqual([]);
    expect(store.auditOf('agent:agent-one')).toEqual([
      expect.objectContaining({
        action: 'issue',
        outcome: 'refused',
        causedBy: 'request:request-1',
        reasons,
      }),
    ]);
    expect(store.events).toEqual([
      {
        type: 'Lease Refused',
        occurredAt: NOW,
        causedBy: 'request:request-1',
        detail: { ...AGENT_IDS, reasons },
      },
    ]);
  });

  it('has it on its record once, however often the record is being written by others', async () => {
    const { ask, store } = leaseWorld();
    store.seed({ entity: 'process', next: process({ profiles: [profileName('support-agent')] }) });
    store.disturb('conflict', 'conflict');

    const answer = await ask();

    expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(store.auditOf('agent:agent-one')).toHaveLength(1);
  });
});

describe('a caller who is no agent', () => {
  it.each([
    ['without a token', '', 'not-authenticated', 'token-missing'],
    ['with a token that is not valid', 'forged', 'not-authenticated', 'token-invalid'],
    ['with a token that has expired', 'expired', 'not-authenticated', 'token-expired'],
    ['whose issuer cannot be reached', 'unreachable', 'issuer-unavailable', 'issuer-unavailable'],
    ['to whom no agent is bound', 'of-nobody', 'refused', 'workload-not-bound'],
  ])('%s is refused, and leaves no trace', async (_, token, code, reason) => {
    const world = leaseWorld();

    const answer = await world.ask({}, token);

    expect(answer).toMatchObject({ ok: false, error: { code, reasons: [{ code: reason }] } });
    expect(kept(world)).toBe('[[],[],[],[]]');
    expect(world.issuer.requests).toEqual([]);
  });

  it('is not looked up unless the token is valid', async () => {
    const { ask, facts } = leaseWorld();

    await ask({}, 'forged');

    expect(facts.reads).toBe(0);
  });
});

describe('when STS gives no session', () => {
  it.each([
    ['because it is asked too often', STS_THROTTLED, { code: 'throttled', retryAfterSeconds: 2 }],
    ['because it refuses', STS_REFUSED, { code: 'sts-refused' }],
  ])('%s, the agent is refused, and that is on its record', async (_, reason, refusal) => {
    const { ask, store, issuer } = leaseWorld();
    issuer.failNext(reason);

    const answer = await ask();

    expect(answer).toMatchObject({ ok: false, error: { ...refusal, reasons: [reason] } });
    expect(store.auditOf('agent:agent-one').map(({ outcome }) => outcome)).toEqual(['accepted', 'refused']);
    expect(store.events.map(({ type, causedBy }) => [type, causedBy])).toEqual([
      ['Lease Issued', 'request:request-1'],
      ['Lease Refused', 'request:request-1'],
    ]);
  });

  it('because it fails, the failure is thrown', async () => {
    const { ask, issuer } = leaseWorld();
    issuer.failNext(new Error('the connection was reset'));

    await expect(ask()).rejects.toThrow('the connection was reset');
  });
});

describe('when the lease cannot be recorded', () => {
  it.each(['crash-before-write', 'crash-after-write'] as const)(
    '(%s) there are no credentials',
    async (fault) => {
      const { ask, store } = leaseWorld();
      store.disturb(fault);

      await expect(ask()).rejects.toThrow(`the commit met the fault ${fault}`);
    },
  );

  it('and STS fails as well, the first failure is thrown and the other one is not lost to anybody', async () => {
    const { ask, store, issuer } = leaseWorld();
    issuer.failNext(new Error('the connection was reset'));
    store.disturb('crash-before-write');

    // an unhandled rejection would fail the run
    await expect(ask()).rejects.toThrow('the commit met the fault crash-before-write');
  });

  it('for all the conflicts, the agent is told to come back', async () => {
    const world = leaseWorld();
    world.store.disturb(...Array.from({ length: 10 }, () => 'conflict' as const));

    const answer = await world.ask();

    expect(answer).toMatchObject({ ok: false, error: { code: 'busy', retryAfterSeconds: 1 } });
    expect(kept(world)).toBe('[[],[],[],[]]');
  });
});

describe('a secret', () => {
  it('is in nothing that is kept, whether a lease is issued or refused', async () => {
    const world = leaseWorld();
    await world.ask();
    world.issuer.failNext(STS_REFUSED);
    await world.ask();

    expect(kept(world)).toContain('Lease Issued');
    expect(kept(world)).toContain('Lease Refused');
    expect(kept(world)).not.toMatch(new RegExp(`secret-of|token-of-0|ASIA|${TOKEN}`));
  });
});
