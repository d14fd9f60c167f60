import * as z from 'zod';
import { checkProfile } from '../core/profiles/check-profile.ts';
import type { Problem } from '../core/profiles/problem.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { environmentNameSchema, profileNameSchema } from './identifiers.ts';
import { schemaProblems } from './schema-problems.ts';

const text = z.string().trim().min(1).max(1000);
/** Seconds that one STS session can last under Mandate. */
export const leaseSecondsSchema = z.int().min(900).max(3600);

export const permissionNameSchema = z.string().regex(/^[a-z][a-z0-9-]{1,58}[a-z0-9]$/, {
  error: 'a permission is named by 3 to 60 of a-z, 0-9 and "-", beginning with a letter',
});

const statementShape = {
  name: permissionNameSchema,
  description: text,
  actions: z.array(z.string()).min(1).readonly(),
  resources: z.array(z.string()).min(1).readonly(),
  conditions: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1).readonly()])))
    .optional(),
  reason: text.optional(),
};

const elevatedShape = {
  ...statementShape,
  maxSeconds: z.int().min(900).max(43_200),
  approverGroup: text,
  quorum: z.int().min(1).max(10).default(1),
};

export const profileShape = {
  profile: profileNameSchema,
  description: text,
  environments: z.array(environmentNameSchema).min(1).readonly(),
  maxLeaseSeconds: leaseSecondsSchema.default(3600),
  permissions: z.array(z.strictObject(statementShape)).readonly().default([]),
  elevated: z.array(z.strictObject(elevatedShape)).readonly().default([]),
};

/** `profiles/<name>.json` or `.yaml`. */
export const profileFileSchema = z.strictObject({ $schema: z.string().optional(), ...profileShape });

export type ProfileFileResult =
  | { readonly ok: true; readonly profile: Profile }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Shape first, then the rules of `checkProfile`; the profile, or every problem at once with its path. */
export const parseProfileFile = (content: unknown): ProfileFileResult => {
  const parsed = profileFileSchema.safeParse(content);
  if (!parsed.success) return { ok: false, problems: schemaProblems(parsed.error) };
  const { $schema: _, ...profile } = parsed.data;
  const problems = checkProfile(profile);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, profile };
};
