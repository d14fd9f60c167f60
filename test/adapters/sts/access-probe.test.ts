import { describe, expect, it } from 'vitest';
import { stsAccessProbe } from '../../../lambdas/adapters/sts/access-probe.ts';
import type { SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';
import { accessProbeContract } from '../../support/contract-suites/access-probe.ts';
import { agentId, environmentName, leaseId } from '../../support/contract-suites/entities.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { ScriptedIssuer, STS_REFUSED, STS_THROTTLED } from '../../support/fakes/scripted-issuer.ts';
import { ALLOWED, DENIED, ScriptedProbe, UNAVAILABLE } from '../../support/fakes/scripted-probe.ts';
import { clientOf, type ServiceAnswer, scriptedService } from '../../support/scripted-service.ts';

const environment = environmentName('test');

const requestOf = (id: string): SessionRequest => ({
  roleArn: `arn:aws:iam::222222222222:role/mandate/test/mandate-${id}`,
  region: 'eu-central-1',
  leaseId: leaseId(1),
  agentId: agentId(id),
  durationSeconds: 900,
  tags: { 'mandate:agent': id },
});

const ssmAnswer = (body: object, status = 200): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});
const ssmError = (code: string, message: string, status = 400) =>
  ssmAnswer({ __type: code, message }, status);
const ALIVE = ssmAnswer({ Parameter: { Name: '/mandate/test/heartbeat', Value: 'alive' } });

const probeWith = async (answer: ServiceAnswer) => {
  const issuer = new ScriptedIssuer(new FakeClock());
  const service = await scriptedService(() => answer);
  const { endpoint, maxAttempts } = clientOf(service);
  const probe = stsAccessProbe({ issuer, clientConfig: { endpoint, maxAttempts } });
  return { issuer, service, probe: () => probe.probe(requestOf('agent-one'), environment) };
};

describe('the scripted probe', () => {
  accessProbeContract(async () => {
    const probe = new ScriptedProbe();
    const [working, stopped] = [requestOf('working'), requestOf('stopped')];
    const [powerless, missing] = [requestOf('powerless'), requestOf('missing')];
    probe.answer(working.agentId, ALLOWED);
    probe.answer(stopped.agentId, DENIED);
    probe.answer(powerless.agentId, { ...DENIED, explicitDeny: false });
    probe.answer(missing.agentId, UNAVAILABLE);
    return { probe, environment, working, stopped, powerless, missing };
  });
});

describe('the probe of STS', () => {
  it('reads the heartbeat, with a session that says that it is a probe', async () => {
    const { issuer, service, probe } = await probeWith(ALIVE);

    const result = await probe();

    expect(result).toEqual({ outcome: 'allowed', explicitDeny: false });
    expect(issuer.requests).toEqual([
      { ...requestOf('agent-one'), tags: { 'mandate:agent': 'agent-one', 'mandate:probe': 'true' } },
    ]);
    expect(service.calls).toMatchObject([
      { operation: 'GetParameter', region: 'eu-central-1', json: { Name: '/mandate/test/heartbeat' } },
    ]);
    expect(service.calls[0]?.headers['x-amz-security-token']).toBe(`token-of-${leaseId(1)}`);
  });

  it.each([
    ['with an explicit deny in an identity-based policy', true],
    ['because no identity-based policy allows the ssm:GetParameter action', false],
  ])('is denied, and tells how: %s', async (why, explicitDeny) => {
    const { probe } = await probeWith(ssmError('AccessDeniedException', `User is not authorized ${why}`));

    expect(await probe()).toEqual({
      outcome: 'denied',
      explicitDeny,
      detail: `AccessDeniedException: User is not authorized ${why}`,
    });
  });

  it.each([
    ['the session has ended', ssmError('ExpiredTokenException', 'expired')],
    ['the key is not known yet', ssmError('UnrecognizedClientException', 'unknown')],
    ['the heartbeat is missing', ssmError('ParameterNotFound', 'none')],
    ['SSM is not well', ssmError('InternalServerError', 'unwell', 500)],
  ])('knows nothing when %s', async (_, answer) => {
    const { probe } = await probeWith(answer);

    expect(await probe()).toMatchObject({ outcome: 'unavailable', explicitDeny: false });
  });

  it.each([
    ['refuses', STS_REFUSED],
    ['throttles', STS_THROTTLED],
    ['fails', new Error('no route')],
  ])('knows nothing, and calls nobody, when STS %s', async (_, failure) => {
    const { issuer, service, probe } = await probeWith(ALIVE);
    issuer.failNext(failure);

    expect(await probe()).toMatchObject({ outcome: 'unavailable', detail: expect.any(String) });
    expect(service.calls).toEqual([]);
  });

  it('cuts what AWS said at 300 characters', async () => {
    const { probe } = await probeWith(ssmError('AccessDeniedException', 'x'.repeat(1000)));

    expect((await probe()).detail).toHaveLength(300);
  });
});
