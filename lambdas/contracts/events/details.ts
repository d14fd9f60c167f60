import * as z from 'zod';
import {
  agentIdSchema,
  environmentNameSchema,
  leaseIdSchema,
  ownerIdSchema,
  processIdSchema,
  processVersionSchema,
  profileNameSchema,
} from '../identifiers.ts';
import { instantSchema } from '../instant.ts';
import { lineSchema, textSchema } from '../text.ts';
import { workloadSchema } from './workload.ts';

const MAX_LABELS = 20;

const labels = z
  .record(lineSchema(64), lineSchema(256))
  .refine((given) => Object.keys(given).length <= MAX_LABELS, {
    error: `at most ${MAX_LABELS} labels are allowed`,
  });

/** What every event may carry. */
const common = {
  eventId: lineSchema(256).optional(),
  occurredAt: instantSchema.optional(),
};

const agentRegistered = z.object({
  ...common,
  agentId: agentIdSchema,
  environment: environmentNameSchema,
  ownerId: ownerIdSchema,
  processId: processIdSchema,
  profile: profileNameSchema,
  workload: workloadSchema,
  backupOwnerId: ownerIdSchema.optional(),
  displayName: lineSchema(256).optional(),
  description: textSchema(1000).optional(),
  expiresAt: instantSchema.optional(),
  labels: labels.optional(),
});

const agentUpdated = z.object({
  ...common,
  agentId: agentIdSchema,
  processId: processIdSchema.optional(),
  profile: profileNameSchema.optional(),
  backupOwnerId: ownerIdSchema.optional(),
  displayName: lineSchema(256).optional(),
  description: textSchema(1000).optional(),
  expiresAt: instantSchema.optional(),
  labels: labels.optional(),
});

const ownershipTransferred = z.object({ ...common, agentId: agentIdSchema, ownerId: ownerIdSchema });

const agentRetired = z.object({ ...common, agentId: agentIdSchema, reason: textSchema(1000).optional() });

const agentCompromised = z.object({
  ...common,
  agentId: agentIdSchema,
  leaseId: leaseIdSchema.optional(),
  reason: textSchema(1000),
});

const ownerDescribed = z.object({
  ...common,
  ownerId: ownerIdSchema,
  email: lineSchema(254).optional(),
  displayName: lineSchema(256).optional(),
  managerId: ownerIdSchema.optional(),
  department: lineSchema(256).optional(),
});

const ownerLeft = z.object({
  ...common,
  ownerId: ownerIdSchema,
  effectiveAt: instantSchema.optional(),
  successorId: ownerIdSchema.optional(),
});

const ownerReturned = z.object({ ...common, ownerId: ownerIdSchema });

const processDefined = z.object({
  ...common,
  processId: processIdSchema,
  version: processVersionSchema,
  profiles: z.array(profileNameSchema).max(100).readonly(),
  displayName: lineSchema(256).optional(),
  ownerId: ownerIdSchema.optional(),
});

const processRetired = z.object({ ...common, processId: processIdSchema });

/** The `detail` of every event that Mandate takes, by its `detail-type`. Unknown fields are left out, not refused. */
export const INBOUND_DETAILS = {
  'Agent Registered': agentRegistered,
  'Agent Updated': agentUpdated,
  'Ownership Transferred': ownershipTransferred,
  'Agent Retired': agentRetired,
  'Agent Compromised': agentCompromised,
  'Owner Joined': ownerDescribed,
  'Owner Changed': ownerDescribed,
  'Owner Left': ownerLeft,
  'Owner Returned': ownerReturned,
  'Process Registered': processDefined,
  'Process Changed': processDefined,
  'Process Retired': processRetired,
} as const;

export type InboundType = keyof typeof INBOUND_DETAILS;
