import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { instantOf } from '../../core/kernel/instant.ts';
import { ok, refused } from '../../core/kernel/result.ts';
import type { Session, SessionIssuer, SessionRequest } from '../../core/ports/session-issuer.ts';
import { perRegion } from './per-region.ts';
import { type SessionCredentials, sessionCredentials } from './session-credentials.ts';
import { refusalOf } from './sts-refusal.ts';

/** Opens sessions of agent roles at the STS endpoint of the agent's own Region: one call each. */
export const stsSessionIssuer = (clientConfig: STSClientConfig = {}): SessionIssuer => {
  const clientFor = perRegion((region) => new STSClient({ ...clientConfig, region }));
  return {
    issue: async (request) => {
      try {
        const { Credentials } = await clientFor(request.region).send(commandOf(request));
        return ok(sessionOf(sessionCredentials(Credentials)));
      } catch (error) {
        const reason = refusalOf(error);
        if (reason === undefined) throw error;
        return refused(reason);
      }
    },
  };
};

const sessionOf = ({ expiration, ...keys }: SessionCredentials): Session => ({
  ...keys,
  expiresAt: instantOf(expiration.getTime()),
});

const commandOf = (request: SessionRequest): AssumeRoleCommand =>
  new AssumeRoleCommand({
    RoleArn: request.roleArn,
    RoleSessionName: request.leaseId,
    DurationSeconds: request.durationSeconds,
    SourceIdentity: request.agentId,
    Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
    ...(request.sessionPolicy && { Policy: JSON.stringify(request.sessionPolicy) }),
  });
