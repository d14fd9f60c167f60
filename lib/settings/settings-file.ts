import { z } from 'zod';
import {
  acceptanceSchema,
  accountSchema,
  daysSchema,
  leaverSchema,
  regionSchema,
} from '../../lambdas/contracts/deployment.ts';
import { environmentNameSchema, leaseSecondsSchema } from '../../lambdas/contracts/profile-file.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Tokens are only as good as the connection their keys came over. */
const isTrustworthy = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const secure = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  return secure && search === '' && hash === '';
};

const issuerShape = {
  issuer: z.string().refine(isTrustworthy, {
    error: 'an issuer is an https URL without query (http only on localhost, 127.0.0.1 or [::1])',
  }),
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
});

export type SettingsFile = z.output<typeof settingsFileSchema>;
