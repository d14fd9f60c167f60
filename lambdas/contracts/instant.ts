import * as z from 'zod';
import { parseInstant } from '../core/kernel/instant.ts';

/** An ISO 8601 time with an offset. */
export const instantSchema = z
  .string()
  .max(40)
  .meta({ format: 'date-time' })
  .transform((text, context) => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instant;
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} is not an ISO 8601 time with an offset, such as 2026-11-24T09:00:00Z`,
    });
    return z.NEVER;
  });
