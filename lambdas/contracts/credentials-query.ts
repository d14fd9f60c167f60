import * as z from 'zod';
import { ok, type Reason, type Result, refused } from '../core/kernel/result.ts';
import { type LeaseRequest, SHORTEST_LEASE_SECONDS } from '../core/leases/lease-request.ts';
import type { Problem } from '../core/profiles/problem.ts';
import { permissionNameSchema } from './profile-file.ts';
import { schemaProblems } from './schema-problems.ts';

const ONCE = { error: 'it is given more than once' };

/** The query of `GET /v1/credentials`: each parameter with the values given for it, in their order. */
export const credentialsQuerySchema = z.strictObject({
  durationSeconds: z
    .array(
      z
        .string()
        .regex(/^\d{1,9}$/, { error: 'it is not a whole number of seconds' })
        .transform(Number)
        .pipe(
          z.number().min(SHORTEST_LEASE_SECONDS, {
            error: `the shortest lease lasts ${SHORTEST_LEASE_SECONDS} seconds`,
          }),
        ),
    )
    .max(1, ONCE)
    .default([]),
  permission: z.array(permissionNameSchema).max(100).default([]),
  elevation: z
    .array(z.string().regex(/^[0-9A-Za-z-]{1,64}$/, { error: 'it is not the id of an elevation' }))
    .max(1, ONCE)
    .default([]),
});

/**
 * @param raw the query string as sent, without `?`
 * @returns what is asked for, or everything that is wrong with it
 */
export const parseCredentialsQuery = (raw: string): Result<LeaseRequest, readonly Reason[]> => {
  const query = new URLSearchParams(raw);
  const given = Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
  const parsed = credentialsQuerySchema.safeParse(given);
  if (!parsed.success) return refused(schemaProblems(parsed.error).map(reasonOf));
  const [durationSeconds] = parsed.data.durationSeconds;
  const [elevation] = parsed.data.elevation;
  return ok({
    permissions: parsed.data.permission,
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(elevation !== undefined && { elevation }),
  });
};

const reasonOf = ({ path, code, message, resolution }: Problem): Reason =>
  code === 'unrecognized-keys'
    ? { code: 'unknown-parameter', message: `the parameter ${message}`, resolution }
    : { code: 'malformed-parameter', message: `${path}: ${message}`, resolution };
