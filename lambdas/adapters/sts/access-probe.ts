import { GetParameterCommand, SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';
import { heartbeatName } from '../../contracts/resource-names.ts';
import { PROBE_TAG_KEY } from '../../core/leases/session-tags.ts';
import type { AccessProbe, ProbeResult } from '../../core/ports/access-probe.ts';
import type { Session, SessionIssuer, SessionRequest } from '../../core/ports/session-issuer.ts';
import { perRegion } from './per-region.ts';
import { detailOf } from './sts-refusal.ts';

export interface AccessProbeOptions {
  /** Opens the sessions that probe, like those of agents. */
  readonly issuer: SessionIssuer;
  readonly clientConfig?: SSMClientConfig;
}

/** Probes with sessions of its own, marked as probes: one call to STS and one to SSM. */
export const stsAccessProbe = ({ issuer, clientConfig }: AccessProbeOptions): AccessProbe => {
  // the clients of all sessions in a Region share its connections
  const handlerFor = perRegion((region) => new SSMClient({ ...clientConfig, region }).config.requestHandler);
  const clientOf = ({ accessKeyId, secretAccessKey, sessionToken }: Session, region: string): SSMClient =>
    new SSMClient({
      ...clientConfig,
      region,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      requestHandler: handlerFor(region),
    });
  return {
    probe: async (request, environment) => {
      try {
        const issued = await issuer.issue(asProbe(request));
        if (!issued.ok) return unavailable(issued.error.message);
        const heartbeat = new GetParameterCommand({ Name: heartbeatName(environment) });
        await clientOf(issued.value, request.region).send(heartbeat);
        return { outcome: 'allowed', explicitDeny: false };
      } catch (error) {
        return resultOf(error);
      }
    },
  };
};

const asProbe = (request: SessionRequest): SessionRequest => ({
  ...request,
  tags: { ...request.tags, [PROBE_TAG_KEY]: 'true' },
});

const unavailable = (detail: string): ProbeResult => ({
  outcome: 'unavailable',
  explicitDeny: false,
  detail: detail.slice(0, 300),
});

/** The issuer returns what STS refuses, so a denial that is thrown is one of the call. */
const resultOf = (error: unknown): ProbeResult => {
  const detail = detailOf(error);
  if (!(error instanceof Error) || error.name !== 'AccessDeniedException') return unavailable(detail);
  return { outcome: 'denied', explicitDeny: /explicit deny/i.test(error.message), detail };
};
