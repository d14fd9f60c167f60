import { describe, expect, it } from 'vitest';
import { stsSessionIssuer } from '../../../lambdas/adapters/sts/session-issuer.ts';
import type { SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';
import { agentId, leaseId } from '../../support/contract-suites/entities.ts';
import { sessionIssuerContract } from '../../support/contract-suites/session-issuer.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { ScriptedIssuer } from '../../support/fakes/scripted-issuer.ts';
import {
  clientOf,
  queryAnswer,
  queryError,
  type ServiceAnswer,
  scriptedService,
  sessionAnswer,
} from '../../support/scripted-service.ts';

const request: SessionRequest = {
  roleArn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-agent-one',
  region: 'eu-central-1',
  leaseId: leaseId(1),
  agentId: agentId('agent-one'),
  durationSeconds: 1800,
  tags: { 'mandate:agent': 'agent-one', 'mandate:lease': leaseId(1) },
};

const issueWith = async (answer: ServiceAnswer, changes: Partial<SessionRequest> = {}) => {
  const service = await scriptedService(() => answer);
  const issuer = stsSessionIssuer(clientOf(service));
  return { service, issued: await issuer.issue({ ...request, ...changes }) };
};

describe('the scripted issuer', () => {
  sessionIssuerContract(async () => {
    const clock = new FakeClock();
    return { issuer: new ScriptedIssuer(clock), clock, request };
  });
});

describe('the session issuer of STS', () => {
  it('asks for a session that names the agent, the lease and its tags', async () => {
    const { service } = await issueWith(sessionAnswer(1800));

    expect(Object.fromEntries(service.calls[0]?.form ?? [])).toEqual({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: request.roleArn,
      RoleSessionName: request.leaseId,
      SourceIdentity: 'agent-one',
      DurationSeconds: '1800',
      'Tags.member.1.Key': 'mandate:agent',
      'Tags.member.1.Value': 'agent-one',
      'Tags.member.2.Key': 'mandate:lease',
      'Tags.member.2.Value': request.leaseId,
    });
  });

  it('narrows the session when it is given a policy', async () => {
    const sessionPolicy = { Version: '2012-10-17', Statement: [] } as const;

    const { service } = await issueWith(sessionAnswer(1800), { sessionPolicy });

    expect(service.calls[0]?.form.get('Policy')).toBe('{"Version":"2012-10-17","Statement":[]}');
  });

  it.each(['eu-west-1', 'ap-southeast-2'])('asks the endpoint of the agent’s Region %s', async (region) => {
    const { service } = await issueWith(sessionAnswer(1800), { region });

    expect(service.calls.map((call) => call.region)).toEqual([region]);
  });

  it.each([['Throttling'], ['ThrottlingException'], ['RequestLimitExceeded'], ['TooManyRequestsException']])(
    'is throttled when STS says %s',
    async (code) => {
      const { issued } = await issueWith(queryError(code));

      expect(issued).toMatchObject({ ok: false, error: { code: 'sts-throttled' } });
    },
  );

  it.each([
    ['AccessDenied', 403],
    ['PackedPolicyTooLarge', 400],
    ['MalformedPolicyDocument', 400],
    ['ValidationError', 400],
    ['InvalidParameterValue', 400],
    ['RegionDisabledException', 403],
  ])('is refused when STS says %s, with what it said', async (code, status) => {
    const { issued } = await issueWith(queryError(code, status, 'this is why'));

    expect(issued).toMatchObject({
      ok: false,
      error: {
        code: 'sts-refused',
        message: expect.stringMatching(new RegExp(`${code.replace('Exception', '')}.*this is why`)),
        resolution: expect.any(String),
      },
    });
  });

  it('cuts what STS said, and says nothing of credentials', async () => {
    const { issued } = await issueWith(queryError('ValidationError', 400, 'x'.repeat(2000)));

    const text = JSON.stringify(issued);
    expect(text.length).toBeLessThan(600);
    expect(text).not.toMatch(/secret-of-the-function|AKIAEXAMPLE/);
  });

  it.each([
    ['ExpiredToken', 400],
    ['InvalidClientTokenId', 403],
    ['SignatureDoesNotMatch', 403],
    ['InternalFailure', 500],
  ])('throws what is no answer to the request: %s', async (code, status) => {
    await expect(issueWith(queryError(code, status))).rejects.toMatchObject({ name: code });
  });

  it('throws when there is no STS', async () => {
    const issuer = stsSessionIssuer({ ...clientOf({ endpoint: 'http://127.0.0.1:9', calls: [] }) });

    await expect(issuer.issue(request)).rejects.toThrow();
  });

  it('throws when credentials are incomplete', async () => {
    const answer = queryAnswer('AssumeRole', '<Credentials><AccessKeyId>ASIA1</AccessKeyId></Credentials>');

    await expect(issueWith(answer)).rejects.toMatchObject({ code: 'incomplete-session' });
  });
});
