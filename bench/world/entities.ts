import {
  agentIdSchema,
  environmentNameSchema,
  ownerIdSchema,
  processIdSchema,
  processVersionSchema,
  profileNameSchema,
} from '../../lambdas/contracts/identifiers.ts';
import type { ProvisioningAgent } from '../../lambdas/core/agents/agent.ts';
import type { Instant } from '../../lambdas/core/kernel/instant.ts';
import type { Owner } from '../../lambdas/core/owners/owner.ts';
import type { Process } from '../../lambdas/core/processes/process.ts';
import { workloadSubject } from '../../local/issuers/tokens.ts';
import type { World } from './world.ts';

/** Who an agent is, and for whom. */
export interface Post {
  readonly agentId: string;
  readonly ownerId: string;
  readonly processId: string;
}

/** Where all that is measured lives, and what it may do: one of the sample's. */
export const ENVIRONMENT = 'test';
export const PROFILE = 'support-agent';

export const newOwner = (ownerId: string, now: Instant): Owner => ({
  ownerId: ownerIdSchema.parse(ownerId),
  status: 'active',
  statusAt: now,
  email: `${ownerId}@acme.example`,
  stopIds: [],
  revision: 1,
});

export const newProcess = (processId: string, now: Instant): Process => ({
  processId: processIdSchema.parse(processId),
  status: 'active',
  version: processVersionSchema.parse('1'),
  profiles: [profileNameSchema.parse(PROFILE)],
  changedAt: now,
  stops: [],
  revision: 1,
});

export const newAgent = (
  { env }: World,
  { agentId, ownerId, processId }: Post,
  now: Instant,
): ProvisioningAgent => ({
  agentId: agentIdSchema.parse(agentId),
  environment: environmentNameSchema.parse(ENVIRONMENT),
  ownerId: ownerIdSchema.parse(ownerId),
  processId: processIdSchema.parse(processId),
  profile: profileNameSchema.parse(PROFILE),
  workload: { issuer: env.issuers.workload, subject: workloadSubject(agentId) },
  ownedSince: now,
  registeredAt: now,
  registeredBy: 'bench',
  since: now,
  status: 'provisioning',
  revision: 1,
});
