import { describe, expect, it } from 'vitest';
import { owner } from '../../core/leases/lease-cases.ts';
import { TOKEN } from '../../core/use-cases/issue-lease-world.ts';
import { leaseId } from '../../support/contract-suites/entities.ts';
import { STS_REFUSED } from '../../support/fakes/scripted-issuer.ts';
import { REQUEST_ID } from './api-gateway-event.ts';
import { broker } from './broker.ts';

const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

const isMetric = (line: Record<string, unknown>): boolean => '_aws' in line;

describe('the log', () => {
  it('has one line for a lease: whose, which, for how long, and how long that took', async () => {
    const { get, lines } = broker();

    await get(AUTHORIZED, 'permission=read-code');

    expect(lines().filter((line) => !isMetric(line))).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'lease issued',
        service: 'mandate-broker',
        outcome: 'issued',
        requestId: REQUEST_ID,
        agentId: 'agent-one',
        leaseId: leaseId(1),
        environment: 'test',
        leaseSeconds: 1800,
        permissions: ['read-code'],
        durationMs: expect.any(Number),
      }),
    ]);
  });

  it('has one line for a refusal, with its reasons', async () => {
    const { get, lines, store } = broker();
    store.seed({ entity: 'owner', next: owner({ status: 'left' }) });

    await get(AUTHORIZED);

    expect(lines().filter((line) => !isMetric(line))).toEqual([
      expect.objectContaining({
        level: 'WARN',
        message: 'lease refused',
        outcome: 'refused',
        requestId: REQUEST_ID,
        agentId: 'agent-one',
        code: 'refused',
        reasons: [expect.objectContaining({ code: 'owner-left' })],
      }),
    ]);
  });

  it('has what a failure was, and what caused it', async () => {
    const { get, lines, issuer } = broker();
    issuer.failNext(new Error('STS did not answer', { cause: new Error('connect ECONNREFUSED') }));

    await get(AUTHORIZED);

    expect(lines().filter((line) => !isMetric(line))).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'lease failed',
        outcome: 'failed',
        requestId: REQUEST_ID,
        failure: expect.objectContaining({
          name: 'Error',
          message: 'STS did not answer',
          stack: expect.stringContaining('report.test.ts'),
          cause: expect.objectContaining({ message: 'connect ECONNREFUSED' }),
        }),
      }),
    ]);
  });
});

describe('the metrics', () => {
  it.each([
    ['LeaseIssued', TOKEN, undefined],
    ['LeaseRefused', 'forged', undefined],
    ['LeaseFailed', TOKEN, new Error('STS did not answer')],
  ])('count %s, by nothing but the service', async (name, authorization, failure) => {
    const { get, lines, issuer } = broker();
    if (failure !== undefined) issuer.failNext(failure);

    await get({ authorization });

    expect(lines().filter(isMetric)).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            { Namespace: 'Mandate', Dimensions: [['service']], Metrics: [{ Name: name, Unit: 'Count' }] },
          ],
        },
        service: 'mandate-broker',
        [name]: 1,
      },
    ]);
  });
});

/** As SDKs throw them: with the request and the answer beside the message. */
class TalkativeError extends Error {
  readonly code = 'talkative';
  readonly request = { headers: { authorization: TOKEN } };
  readonly $response = { body: 'secret-of-somebody' };
}

describe('a secret', () => {
  it.each([
    ['a lease is issued', AUTHORIZED, '', undefined],
    ['STS refuses', AUTHORIZED, '', STS_REFUSED],
    ['something fails and its error carries the request', AUTHORIZED, '', new TalkativeError('it failed')],
    ['something throws the token itself', AUTHORIZED, '', Object.assign(new Error('no'), { cause: TOKEN })],
    ['the token is not valid', { authorization: `Bearer ${TOKEN}x` }, '', undefined],
    ['the token is misplaced in the query', {}, `token=${TOKEN}`, undefined],
    ['the token is misplaced as a parameter’s name', {}, `${TOKEN}=1`, undefined],
    ['the token is misplaced as a permission', {}, `permission=${TOKEN}`, undefined],
  ])('is not in the log when %s', async (_, headers, query, failure) => {
    const { get, log, issuer } = broker();
    if (failure !== undefined) issuer.failNext(failure);

    await get(headers, query);

    expect(log()).toContain(REQUEST_ID);
    expect(log()).not.toMatch(new RegExp(`${TOKEN}|secret-of|token-of-0|ASIA`));
  });
});
