import type { Agent } from '../agents/agent.ts';
import type { Environment } from '../environments/environment.ts';
import { type LeaseId, type ProcessVersion, parseProcessVersion } from '../kernel/identifiers.ts';
import type { SessionRequest } from '../ports/session-issuer.ts';
import type { Process } from '../processes/process.ts';
import { sessionTags } from './session-tags.ts';

/** Seconds; the shortest that STS gives. */
const PROBE_SECONDS = 900;

/** Stops match any version of a process, so a probe of one that has none can name any. */
const anyVersion = (): ProcessVersion => {
  const version = parseProcessVersion('unknown');
  if (version === undefined) throw new Error('the placeholder is not a process version');
  return version;
};

/** A session as the broker would open it for the agent, so that what denies the agent's sessions denies this one. */
export const probeSession = (
  agent: Agent,
  leaseId: LeaseId,
  {
    environment,
    process,
    roleArn,
  }: {
    readonly environment: Environment;
    readonly process: Process | undefined;
    readonly roleArn: string;
  },
): SessionRequest => {
  const { agentId, ownerId, processId, profile } = agent;
  return {
    roleArn,
    region: environment.region,
    leaseId,
    agentId,
    durationSeconds: PROBE_SECONDS,
    tags: sessionTags({
      leaseId,
      agentId,
      ownerId,
      processId,
      processVersion: process?.status === 'active' ? process.version : anyVersion(),
      profile,
      environment: agent.environment,
    }),
  };
};
