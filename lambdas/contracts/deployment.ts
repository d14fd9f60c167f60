import { z } from 'zod';
import { environmentNameSchema, profileNameSchema } from './identifiers.ts';
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

const shared = {
  hubAccount: account,
  partition: z.string(),
  region,
  environments: z.array(environment).readonly(),
  workloadIssuers: z.array(issuerSchema).readonly(),
  workforceIssuer: workforceIssuerSchema.optional(),
};

/** What a profile means to the broker, which has no use for its statements. */
const profileSummary = z.strictObject({
  profile: profileNameSchema,
  digest,
  environments: z.array(environmentNameSchema).readonly(),
  maxLeaseSeconds: leaseSecondsSchema,
  permissions: z.array(z.string()).readonly(),
  elevated: z.array(z.string()).readonly(),
});

/** `deployment.json` beside each Lambda's bundle: the settings as resolved at synth, with the checked profiles. */
export const deploymentSchema = z.strictObject({
  ...shared,
  profiles: z.array(z.strictObject({ ...profileShape, digest })).readonly(),
});

/** The broker's `deployment.json`. */
export const brokerDeploymentSchema = z.strictObject({
  ...shared,
  profileSummaries: z.array(profileSummary).readonly(),
});

export type Deployment = z.output<typeof deploymentSchema>;
export type BrokerDeployment = z.output<typeof brokerDeploymentSchema>;
export type DeployedEnvironment = Deployment['environments'][number];
export type DeployedProfile = Deployment['profiles'][number];
export type ProfileSummary = BrokerDeployment['profileSummaries'][number];
