import type { ActiveAgent, Agent } from '../../../lambdas/core/agents/agent.ts';
import { emptyChain } from '../../../lambdas/core/audit/chain.ts';
import type { Catalog, DeployedProfile } from '../../../lambdas/core/environments/catalog.ts';
import type { Environment } from '../../../lambdas/core/environments/environment.ts';
import type { EnvironmentName, ProfileName } from '../../../lambdas/core/kernel/identifiers.ts';
import { type Instant, plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import type { LeaseCase } from '../../../lambdas/core/leases/decide-lease.ts';
import type { LeaseRequest } from '../../../lambdas/core/leases/lease-request.ts';
import type { Owner } from '../../../lambdas/core/owners/owner.ts';
import type { LeaseFacts } from '../../../lambdas/core/ports/lease-facts.ts';
import type { VerifiedWorkload } from '../../../lambdas/core/ports/token-verifier.ts';
import type { ActiveProcess } from '../../../lambdas/core/processes/process.ts';
import {
  AT,
  anAgent,
  anOwner,
  aProcess,
  environmentName,
  leaseId,
} from '../../support/contract-suites/entities.ts';
import { profileOf } from '../../support/profiles.ts';

export const NOW = AT;
export const inSeconds = (seconds: number): Instant => plusSeconds(NOW, seconds);
export const profileName = (text: string) => text as ProfileName;

export const ISSUER = 'https://issuer.example';
export const SUBJECT = 'workload-of-agent-one';
export const WORKLOAD: VerifiedWorkload = { issuer: ISSUER, subject: SUBJECT, audiences: ['mandate'] };
export const ACCOUNT = '222222222222';
export const DIGEST = 'd'.repeat(64);
const ROLE = {
  arn: `arn:aws:iam::${ACCOUNT}:role/mandate/test/mandate-agent-one`,
  profileDigest: DIGEST,
};

export const ENVIRONMENT: Environment = {
  name: environmentName('test'),
  partition: 'aws',
  account: ACCOUNT,
  region: 'eu-central-1',
  maxLeaseSeconds: 3600,
  acceptance: 'none',
};

export const catalogOf = ({
  environment = ENVIRONMENT,
  profile = {},
}: {
  readonly environment?: Environment;
  readonly profile?: Partial<DeployedProfile>;
} = {}): Catalog => {
  const deployed = { ...profileOf(), digest: DIGEST, ...profile };
  return {
    environments: new Map<EnvironmentName, Environment>([[environment.name, environment]]),
    profiles: new Map([[deployed.profile, deployed]]),
    workloadIssuers: [ISSUER],
  };
};

/** The agent of every case: active, of profile `coding-agent` in `test`, with a role as deployed. */
export const activeAgent = (facts: Partial<Omit<ActiveAgent, 'status'>> = {}): ActiveAgent => {
  const { status: _, ...agent } = anAgent('agent-one', {
    environment: environmentName('test'),
    profile: profileName('coding-agent'),
  });
  return { ...agent, role: ROLE, ...facts, status: 'active' };
};

export const owner = (facts: Partial<Owner> = {}): Owner => anOwner('e1', facts);
export const process = (facts: Partial<ActiveProcess> = {}): ActiveProcess =>
  aProcess('support', { profiles: [profileName('coding-agent')], ...facts });

export const factsOf = (changes: Partial<LeaseFacts> = {}): LeaseFacts => ({
  agent: activeAgent(),
  owner: owner(),
  process: process(),
  auditHead: emptyChain('agent:agent-one'),
  ...changes,
});

/** A case in which a lease is granted, with what differs from it. */
export const leaseCase = (changes: Partial<LeaseCase> = {}): LeaseCase => ({
  facts: factsOf(),
  workload: WORKLOAD,
  request: { permissions: [] },
  catalog: catalogOf(),
  now: NOW,
  leaseId: leaseId(1),
  ...changes,
});

export const withFacts = (changes: Partial<LeaseFacts>): LeaseCase => leaseCase({ facts: factsOf(changes) });
export const withAgent = (agent: Agent): LeaseCase => withFacts({ agent });
export const asking = (request: Partial<LeaseRequest>): LeaseCase =>
  leaseCase({ request: { permissions: [], ...request } });
