import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalSchema } from '../../lambdas/contracts/refusal.ts';
import { instanceAt } from '../../local/environment/instance.ts';
import { mintToken } from '../../local/environment/token.ts';
import { emit } from '../../local/observer/emitter.ts';
import type { ObservedEvent } from '../../local/observer/observer.ts';
import { agentId, ownerId, processId } from '../support/contract-suites/entities.ts';
import { callsOf } from '../support/logged-calls.ts';
import { roleOf } from './support/agent-role.ts';
import { askCredentials, askCredentialsAs, type CredentialsQuestion } from './support/ask-credentials.ts';
import { eventually } from './support/eventually.ts';
import { forgeToken } from './support/forge-token.ts';
import { Queues } from './support/queues.ts';
import { type Cast, Stage } from './support/stage.ts';

const KEPT_CHARACTERS = 65_536;

const codesOf = (reasons: unknown): readonly string[] =>
  Array.isArray(reasons) ? reasons.map(({ code }) => String(code)) : [];
const messagesOf = (reasons: unknown): readonly string[] =>
  Array.isArray(reasons) ? reasons.map(({ message }) => String(message)) : [];

describe('an event that cannot be applied', () => {
  let stage: Stage;
  let queues: Queues;
  let good: Cast;

  beforeAll(async () => {
    stage = await Stage.set();
    queues = new Queues(stage);
    const [profile, environment] = ['support-agent', 'test'] as const;
    good = {
      agentId: stage.id('good'),
      ownerId: stage.id('ann'),
      processId: stage.id('desk'),
      profile,
      environment,
    };
    await stage.joined(good.ownerId);
    await stage.allowed(good.processId, profile);
    await stage.register(good);
  });
  afterAll(async () => {
    queues.end();
    await stage.clear();
  });

  /** Sends an event and waits for its rejection, with what was kept of it. */
  const rejected = async (type: string, detail: Readonly<Record<string, unknown>>) => {
    const eventId = stage.id(`event-${crypto.randomUUID()}`);
    await stage.platform(type, { ...detail, eventId });
    const told = await stage.observer.waitFor('Event Rejected', {
      source: 'acme.platform',
      rejectedEventId: eventId,
    });
    return { eventId, told, kept: await keptOf(told) };
  };

  const keptOf = async ({ detail }: ObservedEvent) => {
    const kept = await stage.stored.rejected(String(detail['rejectionId']), String(detail['occurredAt']));
    expect(kept?.reasons).toEqual(detail['reasons']);
    return kept;
  };

  it('1. names somebody or something unknown: it has to wait a while, for it may come before them', async () => {
    const orphan = { ...good, agentId: stage.id('orphan'), ownerId: stage.id('nobody') };

    await stage.platform('Agent Registered', stage.registration(orphan));
    await stage.platform('Agent Retired', { agentId: stage.id('unheard-of'), eventId: stage.id('waiting') });

    // what becomes of them is looked at last but one
  });

  it('2. names every field that is wrong or missing, by its path', async () => {
    const { environment: _, ...registration } = stage.registration(good);
    const detail = {
      ...registration,
      agentId: 'No',
      ownerId: 'a person',
      workload: { issuer: 'ftp://issuer', subject: 7 },
      expiresAt: 'tomorrow',
      displayName: 'two\nlines',
    };

    const { eventId, told, kept } = await rejected('Agent Registered', detail);

    const paths = messagesOf(told.detail['reasons']).map((message) => message.split(':')[0]);
    expect(paths.sort()).toEqual([
      'detail.agentId',
      'detail.displayName',
      'detail.environment',
      'detail.expiresAt',
      'detail.ownerId',
      'detail.workload.issuer',
      'detail.workload.subject',
    ]);
    expect(JSON.parse(kept?.original ?? '')).toMatchObject({
      source: 'acme.platform',
      'detail-type': 'Agent Registered',
      detail: { ...detail, eventId },
    });
  });

  it('3. is of a type that Mandate does not take', async () => {
    const { told, kept } = await rejected('Agent Promoted', { agentId: good.agentId });

    expect(codesOf(told.detail['reasons'])).toEqual(['unknown-event-type']);
    expect(kept).toMatchObject({ detailType: 'Agent Promoted' });
  });

  it('4. is larger than anything sensible, and kept in part', async () => {
    const { told, kept } = await rejected('Owner Joined', {
      ownerId: stage.id('large'),
      padding: 'x'.repeat(2 * KEPT_CHARACTERS),
    });

    expect(codesOf(told.detail['reasons'])).toEqual(['too-large']);
    expect(kept?.original).toHaveLength(KEPT_CHARACTERS);
    expect(await stage.stored.registry.owner(ownerId(stage.id('large')))).toBeUndefined();
  });

  it('5. stops nobody when it is one of those that stop access', async () => {
    const { told } = await rejected('Agent Compromised', { agentId: good.agentId, leaseId: 'the last one' });

    expect(messagesOf(told.detail['reasons']).map((message) => message.split(':')[0])).toEqual([
      'detail.leaseId',
      'detail.reason',
    ]);
    expect(await stage.stored.registry.agent(agentId(good.agentId))).toMatchObject({ status: 'active' });
    expect(await askCredentialsAs(stage, good.agentId)).toMatchObject({ status: 200 });
  });

  it('6. hears every rule that is against it at once', async () => {
    const [left, closed] = [stage.id('bob'), stage.id('closed')];
    await stage.hr('Owner Left', { ownerId: left });
    await stage.itsm('Process Retired', { processId: closed });
    await eventually(async () => {
      expect(await stage.stored.registry.owner(ownerId(left))).toMatchObject({ status: 'left' });
    });
    const bad = { ...good, agentId: stage.id('bad'), ownerId: left, processId: closed };
    await eventually(async () => {
      expect(await stage.stored.registry.process(processId(closed))).toMatchObject({ status: 'retired' });
    });

    const { told } = await rejected('Agent Registered', {
      ...bad,
      environment: 'moon',
      profile: 'root-agent',
      backupOwnerId: left,
      workload: stage.registration(good)['workload'],
      expiresAt: '2020-01-01T00:00:00Z',
    });

    expect([...codesOf(told.detail['reasons'])].sort()).toEqual([
      'already-expired',
      'backup-is-owner',
      'environment-unknown',
      'owner-left',
      'process-retired',
      'profile-unknown',
      'workload-taken',
    ]);
    const agentRejected = await stage.observer.waitFor('Agent Rejected', { agentId: bad.agentId });
    expect(agentRejected.detail['reasons']).toEqual(told.detail['reasons']);
    expect(await stage.stored.registry.agent(agentId(bad.agentId))).toBeUndefined();
    expect(await roleOf(stage, bad)).toBeUndefined();
  });

  it.each(['mandate-lifecycle', 'mandate-stops'])(
    '7. is no event at all, sent straight to %s',
    async (name) => {
      for (const body of ['hello', '{"a":1}', 'null', '[]', '{"detail-type":"Owner Left"}']) {
        const { messageId } = await queues.send(name, body);

        const told = await stage.observer.waitFor('Event Rejected', {
          source: 'unknown',
          rejectedEventId: messageId,
        });
        expect(codesOf(told.detail['reasons'])).toEqual(['not-an-event']);
        expect((await keptOf(told))?.original).toBe(body);
      }
    },
  );

  it('8. is not heard at all when its emitter poses as Mandate', async () => {
    const times = { eventId: stage.id('forged'), occurredAt: new Date().toISOString() };
    const event = { type: 'Owner Left', detail: { ownerId: good.ownerId, ...times } };
    await emit(stage.env, { source: 'mandate', ...event }, { source: 'mandate.directory', ...event });

    // comes after them, down the same lane
    await rejected('Agent Retired', {});
    expect(await stage.stored.registry.owner(ownerId(good.ownerId))).toMatchObject({ status: 'active' });
  });

  it('9. is rejected when what it names stays unknown', async () => {
    const registration = await stage.observer.waitFor('Agent Rejected', { agentId: stage.id('orphan') }, 60);
    const retirement = await stage.observer.waitFor('Event Rejected', {
      rejectedEventId: stage.id('waiting'),
    });

    expect(codesOf(registration.detail['reasons'])).toEqual(['owner-unknown']);
    expect(codesOf(retirement.detail['reasons'])).toEqual(['agent-unknown']);
  });

  it('10. crashes nothing, and parks nothing', async () => {
    // what a function failed on would wait to be delivered again
    await eventually(async () => expect(await queues.notEmpty()).toEqual([]));
  });
});

describe('a request that gets no credentials', () => {
  let stage: Stage;
  let cast: Cast;

  beforeAll(async () => {
    stage = await Stage.set();
    cast = {
      agentId: stage.id('asking'),
      ownerId: stage.id('ann'),
      processId: stage.id('desk'),
      profile: 'support-agent',
      environment: 'test',
    };
    await stage.joined(cast.ownerId);
    await stage.allowed(cast.processId, cast.profile);
    await stage.register(cast);
  });
  afterAll(() => stage.clear());

  const sessionsOfBroker = async (): Promise<number> => {
    const calls = await callsOf(stage.env, 'assumed-role/MandateBroker/');
    return calls.filter(({ service }) => service === 'sts').length;
  };

  /** Asks, and checks what all refusals have in common. */
  const refused = async (question: CredentialsQuestion) => {
    const before = await sessionsOfBroker();
    const { status, headers, body } = await askCredentials(stage, question);
    const { code, reasons, requestId } = refusalSchema.parse(body);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('x-request-id')).toBe(requestId);
    expect(await sessionsOfBroker()).toBe(before);
    return { status, code, reasons: codesOf(reasons), challenge: headers.get('www-authenticate') };
  };

  const own = () => mintToken(instanceAt(stage.env.directory), { workload: cast.agentId, lifetime: 600 });
  const NOT_AUTHENTICATED = { status: 401, code: 'not-authenticated' };
  const INVALID = {
    ...NOT_AUTHENTICATED,
    reasons: ['token-invalid'],
    challenge: 'Bearer realm="mandate", error="invalid_token"',
  };

  it('is rare: with its own token an agent gets them, bare or as a bearer', async () => {
    const token = await own();

    for (const authorization of [token, `Bearer ${token}`]) {
      const { status, headers, body } = await askCredentials(stage, { authorization });
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toMatchObject({ AccountId: stage.env.accounts.test });
    }
  });

  it('has no token', async () => {
    expect(await refused({})).toEqual({
      ...NOT_AUTHENTICATED,
      reasons: ['token-missing'],
      challenge: 'Bearer realm="mandate"',
    });
  });

  it.each(['garbage', 'a.b.c', 'Basic dXNlcjpwYXNz', 'Bearer two words'])(
    'has the token %j',
    async (authorization) => {
      expect(await refused({ authorization })).toEqual(INVALID);
    },
  );

  it('has an expired token', async () => {
    const authorization = await forgeToken(stage, cast.agentId, { expiresIn: -60 });

    expect(await refused({ authorization })).toEqual({ ...INVALID, reasons: ['token-expired'] });
  });

  it.each([
    ['of another issuer', { issuer: 'https://issuer.example.com' }],
    ['signed with another key', { key: 'human' }],
    ['for another audience', { audience: 'somebody-else' }],
  ] as const)('has a token %s', async (_, forgery) => {
    expect(await refused({ authorization: await forgeToken(stage, cast.agentId, forgery) })).toEqual(INVALID);
  });

  it('has a person’s token, whatever groups they are in', async () => {
    const person = { human: cast.ownerId, group: ['mandate-admin'], lifetime: 600 };
    const authorization = await mintToken(instanceAt(stage.env.directory), person);

    expect(await refused({ authorization })).toEqual(INVALID);
  });

  it('is of a workload that no agent was registered with', async () => {
    const authorization = await forgeToken(stage, stage.id('nobody'), {});

    expect(await refused({ authorization })).toEqual({
      status: 403,
      code: 'refused',
      reasons: ['workload-not-bound'],
      challenge: null,
    });
  });

  it('is malformed, and hears everything that is wrong with it', async () => {
    const query = 'durationSeconds=soon&permission=No&elevation=%20&scope=all';

    const answer = await refused({ authorization: await own(), query });

    expect(answer).toMatchObject({ status: 400, code: 'malformed-request' });
    expect([...answer.reasons].sort()).toEqual([
      'malformed-parameter',
      'malformed-parameter',
      'malformed-parameter',
      'unknown-parameter',
    ]);
  });

  it('asks for what its agent’s profile does not have', async () => {
    const query = 'permission=read-tickets&permission=read-payroll&elevation=none';

    expect(await refused({ authorization: await own(), query })).toMatchObject({
      status: 403,
      code: 'refused',
      reasons: ['permission-unknown', 'elevation-not-live'],
    });
  });
});
