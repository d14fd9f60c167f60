import * as z from 'zod';
import {
  OWNER_ID,
  OWNER_ID_RULE,
  PROCESS_VERSION,
  PROCESS_VERSION_RULE,
  parseAgentId,
  parseEnvironmentName,
  parseLeaseId,
  parseOwnerId,
  parseProcessId,
  parseProcessVersion,
  parseProfileName,
  parseStopId,
  SLUG,
  SLUG_RULE,
  ULID,
  ULID_RULE,
} from '../core/kernel/identifiers.ts';

interface Form<Id> {
  readonly parse: (text: string) => Id | undefined;
  /** The same as `parse` accepts: it is what the JSON Schema shows. */
  readonly pattern: RegExp;
  readonly rule: string;
}

/** A string that a domain parser takes; what comes out is the parser's type. */
const parsedBy = <Id>({ parse, pattern, rule }: Form<Id>) =>
  z
    .string()
    .regex(pattern, { error: ({ input }) => `${JSON.stringify(input).slice(0, 80)} is not ${rule}` })
    .transform((text, context): Id => {
      const id = parse(text);
      if (id !== undefined) return id;
      context.addIssue({ code: 'custom', message: `it is not ${rule}` });
      return z.NEVER;
    });

export const agentIdSchema = parsedBy({ parse: parseAgentId, pattern: SLUG, rule: SLUG_RULE });
export const processIdSchema = parsedBy({ parse: parseProcessId, pattern: SLUG, rule: SLUG_RULE });
export const profileNameSchema = parsedBy({ parse: parseProfileName, pattern: SLUG, rule: SLUG_RULE });
export const environmentNameSchema = parsedBy({
  parse: parseEnvironmentName,
  pattern: SLUG,
  rule: SLUG_RULE,
});
export const ownerIdSchema = parsedBy({ parse: parseOwnerId, pattern: OWNER_ID, rule: OWNER_ID_RULE });
export const processVersionSchema = parsedBy({
  parse: parseProcessVersion,
  pattern: PROCESS_VERSION,
  rule: PROCESS_VERSION_RULE,
});
export const leaseIdSchema = parsedBy({ parse: parseLeaseId, pattern: ULID, rule: ULID_RULE });
export const stopIdSchema = parsedBy({ parse: parseStopId, pattern: ULID, rule: ULID_RULE });
