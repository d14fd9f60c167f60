import * as z from 'zod';
import { environmentNameSchema } from './identifiers.ts';
import { leaseSecondsSchema, profileShape } from './profile-file.ts';

const account = z.string().regex(/^\d{12}$/, { error: 'an account is 12 digits' });
const region = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, { error: 'a region looks like eu-central-1' });
const days = z.int().min(1).max(3650);

export const accountSchema = account;
export const regionSchema = region;
export const daysSchema = days;

export const issuerSchema = z.strictObject({ issuer: z.string(), audience: z.string() });
export const workforceIssuerSchema = issuerSchema.extend({ groupsClaim: z.string() });
export const acceptanceSchema = z.enum(['none', 'owner']);
export const leaverSchema = z.strictObject({
  rule: z.enum(['suspend', 'handover']),
  graceDays: z.int().min(0).max(365),
});

const environment = z.strictObject({
  name: environmentNameSchema,
  account,
  region,
  maxLeaseSeconds: leaseSecondsSchema,
  acceptance: acceptanceSchema,
  leaver: leaverSchema,
  attestationDays: days.optional(),
  inactiveDays: days.optional(),
});

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** `deployment.json` beside each Lambda's bundle: the settings as resolved at synth, with the checked profiles. */
export const deploymentSchema = z.strictObject({
  hubAccount: account,
  partition: z.string(),
  region,
  environments: z.array(environment).readonly(),
  workloadIssuers: z.array(issuerSchema).readonly(),
  workforceIssuer: workforceIssuerSchema.optional(),
  profiles: z.array(z.strictObject({ ...profileShape, digest })).readonly(),
});

export type Deployment = z.output<typeof deploymentSchema>;
