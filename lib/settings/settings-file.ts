import { z } from 'zod';
import {
  acceptanceSchema,
  accountSchema,
  daysSchema,
  leaverSchema,
  regionSchema,
} from '../../lambdas/contracts/deployment.ts';
import { ISSUER_RULE, isTrustworthyIssuer } from '../../lambdas/contracts/events/workload.ts';
import { environmentNameSchema } from '../../lambdas/contracts/identifiers.ts';
import { leaseSecondsSchema } from '../../lambdas/contracts/profile-file.ts';

const issuerShape = {
  issuer: z.string().refine(isTrustworthyIssuer, { error: ISSUER_RULE }),
  audience: z.string().min(1),
};

const environmentShape = {
  name: environmentNameSchema,
  account: accountSchema.optional(),
  region: regionSchema.optional(),
  maxLeaseSeconds: leaseSecondsSchema.default(3600),
  acceptance: acceptanceSchema.default('none'),
  leaver: leaverSchema.default({ rule: 'suspend', graceDays: 30 }),
  attestationDays: daysSchema.optional(),
  inactiveDays: daysSchema.optional(),
};

/** `mandate.config.json`. */
export const settingsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  hubAccount: accountSchema.optional(),
  region: regionSchema.optional(),
  environments: z.array(z.strictObject(environmentShape)).min(1),
  workloadIssuers: z.array(z.strictObject(issuerShape)).min(1),
  workforceIssuer: z.strictObject({ ...issuerShape, groupsClaim: z.string().min(1) }).optional(),
  profilesDir: z.string().min(1),
  busName: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'a bus name is 1 to 64 of A-Z, a-z, 0-9 and "._-"' })
    .refine((name) => name !== 'default', { error: 'the default bus cannot be used: it carries AWS events' })
    .default('mandate'),
  emitterAccounts: z.array(accountSchema).default([]),
  alarmsEmail: z.email().optional(),
  dashboard: z.boolean().default(true),
});

export type SettingsFile = z.output<typeof settingsFileSchema>;
