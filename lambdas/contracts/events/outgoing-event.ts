import * as z from 'zod';
import { SUSPENSION_REASONS } from '../../core/agents/agent.ts';
import type { OutgoingEvent, OutgoingType } from '../../core/events/outgoing-event.ts';
import {
  agentIdSchema,
  environmentNameSchema,
  leaseIdSchema,
  ownerIdSchema,
  processIdSchema,
  profileNameSchema,
  stopIdSchema,
} from '../identifiers.ts';
import { instantSchema } from '../instant.ts';

const reason = z.object({ code: z.string(), message: z.string(), resolution: z.string() }).readonly();
const reasons = z.tuple([reason], reason).readonly().meta({ minItems: 1 });

/** What every event carries beside its own. */
const common = {
  version: z.literal(1),
  eventId: z.string().meta({ description: 'The same however often the event is published.' }),
  occurredAt: instantSchema,
  causedBy: z.string().meta({ description: 'The event or request that led to it.' }),
};

const agentIds = {
  agentId: agentIdSchema,
  environment: environmentNameSchema,
  ownerId: ownerIdSchema,
  processId: processIdSchema,
  profile: profileNameSchema,
};

const stopTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('owner'), ownerId: ownerIdSchema }),
  z.object({ kind: z.literal('agent'), agentId: agentIdSchema }),
  z.object({
    kind: z.literal('process'),
    processId: processIdSchema,
    profiles: z.array(profileNameSchema).readonly().exactOptional(),
  }),
  z.object({ kind: z.literal('lease'), agentId: agentIdSchema, leaseId: leaseIdSchema }),
]);

const stopTimes = {
  stopId: stopIdSchema,
  environment: environmentNameSchema,
  target: stopTarget,
  factAt: instantSchema.meta({ description: "When the fact behind it occurred, by its emitter's clock." }),
  raisedAt: instantSchema.meta({ description: 'When leases began to be refused.' }),
  deniedAt: instantSchema.meta({ description: 'When the deny of live sessions was written.' }),
};

const evidence = z.object({
  agentId: agentIdSchema,
  outcome: z.enum(['denied', 'allowed', 'unavailable']),
  at: instantSchema,
  attempts: z.int().min(0),
  detail: z.string().exactOptional(),
});

const probed = z.object({
  ...common,
  ...stopTimes,
  verifiedAt: instantSchema.meta({ description: 'When all were seen denied, or probing was given up.' }),
  evidence: z.array(evidence).readonly(),
});

type DetailOf<Type extends OutgoingType> = Extract<OutgoingEvent, { type: Type }>['detail'];
type Published<Type extends OutgoingType> = Omit<DetailOf<Type>, keyof typeof common>;

/** The `detail` of every event that Mandate tells, as published, by its `detail-type`. Fields may be added. */
export const OUTGOING_DETAILS = {
  'Agent Pending': z.object({ ...common, ...agentIds }),
  'Agent Activated': z.object({ ...common, ...agentIds, roleArn: z.string() }),
  'Agent Rejected': z.object({ ...common, ...agentIds, reasons }),
  'Agent Suspended': z.object({
    ...common,
    ...agentIds,
    reasons: z.array(z.enum(SUSPENSION_REASONS)).readonly(),
  }),
  'Agent Reinstated': z.object({ ...common, ...agentIds, roleArn: z.string() }),
  'Ownership Accepted': z.object({ ...common, ...agentIds, formerOwnerId: ownerIdSchema }),
  'Agent Retired': z.object({ ...common, ...agentIds, reason: z.string().exactOptional() }),
  'Lease Issued': z.object({
    ...common,
    ...agentIds,
    leaseId: leaseIdSchema,
    expiresAt: instantSchema,
    permissions: z.array(z.string()).readonly().exactOptional(),
  }),
  'Lease Refused': z.object({ ...common, ...agentIds, reasons }),
  'Access Stopped': z.object({ ...common, ...stopTimes }),
  'Stop Verified': probed,
  'Stop Unverified': probed,
  'Event Rejected': z.object({
    ...common,
    rejectionId: z.string(),
    source: z.string(),
    rejectedEventId: z.string(),
    detailType: z.string(),
    reasons,
  }),
} as const satisfies { readonly [Type in OutgoingType]: z.ZodType<Published<Type>> };
