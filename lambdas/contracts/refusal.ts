import * as z from 'zod';

/** Every refusal of the HTTP API, with its status and what it says in general; the reasons say the rest. */
export const REFUSALS = {
  'malformed-request': { status: 400, message: 'the request is malformed' },
  'not-authenticated': { status: 401, message: 'the caller is not authenticated' },
  refused: { status: 403, message: 'a rule forbids it' },
  'not-ready': { status: 409, message: 'it is not ready yet' },
  busy: { status: 409, message: 'it could not be decided among many requests' },
  throttled: { status: 429, message: 'there are too many requests' },
  'internal-error': { status: 500, message: 'something went wrong here' },
  'sts-refused': { status: 503, message: 'AWS STS gave no session' },
  'issuer-unavailable': { status: 503, message: 'the issuer of the token cannot be reached' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly message: string }>>;

export type RefusalName = keyof typeof REFUSALS;

const names = Object.keys(REFUSALS) as RefusalName[];

const reasonSchema = z.strictObject({ code: z.string(), message: z.string(), resolution: z.string() });

/** The body of every answer that is not a success. `code` and the reasons' codes are stable. */
export const refusalSchema = z.strictObject({
  code: z.enum(names),
  message: z.string(),
  reasons: z.array(reasonSchema).min(1).readonly(),
  requestId: z.string(),
});

export type RefusalBody = z.output<typeof refusalSchema>;
