import { describe, expect, it } from 'vitest';
import { credentialsSchema } from '../../../lambdas/contracts/credentials.ts';
import { refusalSchema } from '../../../lambdas/contracts/refusal.ts';
import { activeAgent, owner } from '../../core/leases/lease-cases.ts';
import { TOKEN } from '../../core/use-cases/issue-lease-world.ts';
import { leaseId } from '../../support/contract-suites/entities.ts';
import { STS_REFUSED, STS_THROTTLED } from '../../support/fakes/scripted-issuer.ts';
import { REQUEST_ID } from './api-gateway-event.ts';
import { broker } from './broker.ts';

const AUTHORIZED = { authorization: TOKEN };

describe('an answer with credentials', () => {
  it('is what the container-credentials protocol of the SDKs wants', async () => {
    const { get } = broker();

    const { status, body } = await get(AUTHORIZED);

    expect(status).toBe(200);
    expect(credentialsSchema.safeParse(body).error).toBeUndefined();
    expect(body).toEqual({
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretAccessKey: `secret-of-${leaseId(1)}`,
      Token: `token-of-${leaseId(1)}`,
      Expiration: '2026-11-24T05:30:00Z',
      AccountId: '222222222222',
      RoleArn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-agent-one',
      LeaseId: leaseId(1),
    });
  });

  it('is JSON that nobody stores and that names its request', async () => {
    const { get } = broker();

    const { headers } = await get(AUTHORIZED);

    expect(headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': REQUEST_ID,
    });
  });

  it.each([
    ['more than was recorded, when STS answers late', 3, '2026-11-24T05:30:00Z'],
    ['more than STS gives, when its clock is behind', -2.5, '2026-11-24T05:29:57Z'],
  ])('does not promise %s', async (_, seconds, expiration) => {
    const { get, clock, issuer, store } = broker();
    const issue = issuer.issue.bind(issuer);
    issuer.issue = (request) => {
      clock.advance(seconds);
      return issue(request);
    };

    const { body } = await get(AUTHORIZED);

    expect(body['Expiration']).toBe(expiration);
    expect(store.leases.map(({ expiresAt }) => expiresAt)).toEqual(['2026-11-24T05:30:00.000Z']);
  });
});

describe('the Authorization header', () => {
  it.each([
    ['bare, as the SDKs send it', { authorization: TOKEN }],
    ['after Bearer', { authorization: `Bearer ${TOKEN}` }],
    ['after bearer in any case', { authorization: `bEARER  ${TOKEN}` }],
    ['under a name in any case', { Authorization: TOKEN }],
    ['under a name in capitals', { AUTHORIZATION: `Bearer ${TOKEN}` }],
    ['with white space around it', { authorization: ` ${TOKEN}\n` }],
  ])('is taken %s', async (_, headers) => {
    const { get } = broker();

    const { status } = await get(headers);

    expect(status).toBe(200);
  });

  it.each([
    ['missing', {}, 'token-missing'],
    ['empty', { authorization: '' }, 'token-missing'],
    ['of another scheme', { authorization: `Basic ${TOKEN}` }, 'token-invalid'],
    ['given twice', { authorization: `${TOKEN}, ${TOKEN}` }, 'token-invalid'],
    ['a scheme without a token', { authorization: 'Bearer ' }, 'token-invalid'],
    ['of 100 kB', { authorization: 'x'.repeat(100_000) }, 'token-invalid'],
    ['of 100 kB of white space', { authorization: `a${' '.repeat(100_000)}b` }, 'token-invalid'],
    ['a token that has expired', { authorization: 'expired' }, 'token-expired'],
  ])('that is %s is answered with 401, and like every other one', async (_, headers, reason) => {
    const { get } = broker();

    const { status, body, headers: answered } = await get(headers);

    expect(status).toBe(401);
    expect(refusalSchema.safeParse(body).error).toBeUndefined();
    expect(body).toEqual({
      code: 'not-authenticated',
      message: 'the caller is not authenticated',
      reasons: [expect.objectContaining({ code: reason })],
      requestId: REQUEST_ID,
    });
    expect(answered).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': REQUEST_ID,
      'www-authenticate':
        reason === 'token-missing'
          ? 'Bearer realm="mandate"'
          : 'Bearer realm="mandate", error="invalid_token"',
    });
  });
});

describe('the query', () => {
  it('says how long the lease lasts and what it is narrowed to', async () => {
    const { get, store } = broker();

    const { status, body } = await get(
      AUTHORIZED,
      'durationSeconds=900&permission=read-code&permission=read%2Dcode',
    );

    expect([status, body['Expiration']]).toEqual([200, '2026-11-24T05:15:00Z']);
    expect(store.leases.map(({ permissions }) => permissions)).toEqual([['read-code']]);
  });

  it.each([
    ['duration=900', ['unknown-parameter']],
    ['__proto__=1', ['unknown-parameter']],
    ['DurationSeconds=900', ['unknown-parameter']],
    ['durationSeconds=899', ['malformed-parameter']],
    ['durationSeconds=-900', ['malformed-parameter']],
    ['durationSeconds=9e3', ['malformed-parameter']],
    ['durationSeconds=1800.5', ['malformed-parameter']],
    ['durationSeconds=', ['malformed-parameter']],
    ['durationSeconds=0x708', ['malformed-parameter']],
    ['durationSeconds=99999999999999999999', ['malformed-parameter']],
    ['durationSeconds=900&durationSeconds=900', ['malformed-parameter']],
    ['permission=', ['malformed-parameter']],
    ['permission=Read%20Code', ['malformed-parameter']],
    ['permission=read-code,open-pull-request', ['malformed-parameter']],
    ['elevation=', ['malformed-parameter']],
    ['elevation=a&elevation=b', ['malformed-parameter']],
    ['elevation=..%2F..', ['malformed-parameter']],
    [
      'durationSeconds=x&permission=A&permission=B&elevation=%00&token=abc&y=1',
      [
        ...Array.from({ length: 4 }, () => 'malformed-parameter'),
        ...Array.from({ length: 2 }, () => 'unknown-parameter'),
      ],
    ],
  ])('%s is answered with 400 and everything that is wrong with it', async (query, reasons) => {
    const { get, issuer, store } = broker();

    const { status, body } = await get(AUTHORIZED, query);

    expect(status).toBe(400);
    expect(refusalSchema.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ code: 'malformed-request', reasons: reasons.map((code) => ({ code })) });
    expect([issuer.requests, store.events]).toEqual([[], []]);
  });

  it('that is wrong is answered with what to do', async () => {
    const { get } = broker();

    const { body } = await get(AUTHORIZED, 'durationSeconds=600&scope=all');

    expect(body['reasons']).toEqual([
      {
        code: 'malformed-parameter',
        message: 'durationSeconds[0]: the shortest lease lasts 900 seconds',
        resolution: 'give at least 900',
      },
      {
        code: 'unknown-parameter',
        message: 'the parameter "scope" is not known here',
        resolution: 'remove it, or correct its spelling',
      },
    ]);
  });
});

describe('a refusal', () => {
  it('by a rule is answered with 403 and every reason', async () => {
    const { get, store } = broker();
    store.seed({ entity: 'owner', next: owner({ status: 'left' }) });

    const { status, headers, body } = await get(AUTHORIZED);

    expect(status).toBe(403);
    expect(headers).not.toHaveProperty('retry-after');
    expect(refusalSchema.safeParse(body).error).toBeUndefined();
    expect(body).toEqual({
      code: 'refused',
      message: 'a rule forbids it',
      reasons: [
        {
          code: 'owner-left',
          message: 'owner "e1" has left',
          resolution: 'transfer the agent to an owner who is active',
        },
      ],
      requestId: REQUEST_ID,
    });
  });

  it('of a workload to whom no agent is bound is answered with 403', async () => {
    const { get } = broker();

    const { status, body } = await get({ authorization: 'of-nobody' });

    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'refused', reasons: [{ code: 'workload-not-bound' }] });
  });

  it('for now is answered with 409 and when to come back', async () => {
    const { get, store } = broker();
    const role = { ...activeAgent().role, profileDigest: 'older' };
    store.seed({ entity: 'agent', next: activeAgent({ role }) });

    const { status, headers, body } = await get(AUTHORIZED);

    expect([status, headers['retry-after']]).toEqual([409, '30']);
    expect(body).toMatchObject({ code: 'not-ready', reasons: [{ code: 'role-not-current' }] });
  });

  it('among too many requests of one agent is answered with 409 and when to come back', async () => {
    const { get, store } = broker();
    store.disturb(...Array.from({ length: 10 }, () => 'conflict' as const));

    const { status, headers, body } = await get(AUTHORIZED);

    expect([status, headers['retry-after'], body['code']]).toEqual([409, '1', 'busy']);
  });

  it('because STS is asked too often is answered with 429 and when to come back', async () => {
    const { get, issuer } = broker();
    issuer.failNext(STS_THROTTLED);

    const { status, headers, body } = await get(AUTHORIZED);

    expect([status, headers['retry-after'], body['code']]).toEqual([429, '2', 'throttled']);
  });

  it.each([
    ['of STS', STS_REFUSED, TOKEN, 'sts-refused'],
    ['for want of the issuer’s keys', undefined, 'unreachable', 'issuer-unavailable'],
  ])('%s is answered with 503', async (_, failure, authorization, code) => {
    const { get, issuer } = broker();
    if (failure !== undefined) issuer.failNext(failure);

    const { status, body } = await get({ authorization });

    expect(status).toBe(503);
    expect(body).toMatchObject({ code, reasons: [{ code }] });
  });
});

describe('a failure', () => {
  it('is answered with 500 and the request’s id, and with nothing of what failed', async () => {
    const { get, issuer } = broker();
    issuer.failNext(new Error('connect ECONNREFUSED 10.0.0.7:443'));

    const { status, body } = await get(AUTHORIZED);

    expect(status).toBe(500);
    expect(refusalSchema.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ code: 'internal-error', requestId: REQUEST_ID });
    expect(JSON.stringify(body)).not.toContain('ECONNREFUSED');
  });
});
