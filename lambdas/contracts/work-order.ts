import * as z from 'zod';
import type { WorkOrder } from '../core/events/work-order.ts';
import { agentIdSchema, environmentNameSchema, stopIdSchema } from './identifiers.ts';

const ofStop = { stopId: stopIdSchema, environment: environmentNameSchema };

/** An order as the work queues carry it. */
export const workOrderSchema: z.ZodType<WorkOrder> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('provision-agent'), agentId: agentIdSchema }),
  z.strictObject({ kind: z.literal('activate-agent'), agentId: agentIdSchema }),
  z.strictObject({ kind: z.literal('spread-stop'), stopId: stopIdSchema }),
  z.strictObject({ kind: z.literal('compile-stop-list'), environment: environmentNameSchema }),
  z.strictObject({ kind: z.literal('verify-stop'), ...ofStop }),
  z.strictObject({ kind: z.literal('clear-stop'), ...ofStop, cursor: z.string().min(1).exactOptional() }),
]);

/** Reads an order back from a message's body; what is wrong with it is a `SyntaxError` or a `ZodError`. */
export const parseWorkOrder = (body: string): WorkOrder => workOrderSchema.parse(JSON.parse(body));
