import type { RegistrationFacts } from '../../../lambdas/core/agents/check-registration.ts';
import type { Catalog } from '../../../lambdas/core/environments/catalog.ts';
import type { AgentRegistered } from '../../../lambdas/core/events/inbound-event.ts';
import type { ProfileName } from '../../../lambdas/core/kernel/identifiers.ts';
import {
  AT,
  agentId,
  anOwner,
  aProcess,
  environmentName,
  ownerId,
  processId,
} from '../../support/contract-suites/entities.ts';
import { profileOf } from '../../support/profiles.ts';

export const NOW = AT;
export const profileName = (text: string) => text as ProfileName;

const environment = (name: string, account: string, acceptance: 'none' | 'owner' = 'none') =>
  ({
    name: environmentName(name),
    partition: 'aws',
    account,
    region: 'eu-central-1',
    maxLeaseSeconds: 3600,
    acceptance,
  }) as const;

/** Three environments, of which production wants acceptance, and two profiles. */
export const CATALOG: Catalog = {
  environments: new Map(
    [
      environment('test', '222222222222'),
      environment('staging', '333333333333'),
      environment('production', '444444444444', 'owner'),
    ].map((each) => [each.name, each]),
  ),
  profiles: new Map(
    [
      { ...profileOf({ profile: profileName('coding-agent') }), digest: 'c'.repeat(64) },
      { ...profileOf({ profile: profileName('billing-agent') }), digest: 'b'.repeat(64) },
    ].map((each) => [each.profile, each]),
  ),
  workloadIssuers: ['https://issuer.example'],
};

/** A registration that is accepted on the facts below, with what differs from it. */
export const registration = (changes: Partial<AgentRegistered> = {}): AgentRegistered => ({
  type: 'Agent Registered',
  source: 'acme.itsm',
  eventId: '1',
  occurredAt: NOW,
  agentId: agentId('agent-one'),
  environment: environmentName('test'),
  ownerId: ownerId('e1'),
  processId: processId('support'),
  profile: profileName('coding-agent'),
  workload: { issuer: 'https://issuer.example', subject: 'workload-of-agent-one' },
  ...changes,
});

export const factsWith = (changes: Partial<RegistrationFacts> = {}): RegistrationFacts => ({
  now: NOW,
  catalog: CATALOG,
  existing: undefined,
  boundTo: undefined,
  owner: anOwner('e1'),
  process: aProcess('support', { profiles: [profileName('coding-agent')] }),
  ...changes,
});
