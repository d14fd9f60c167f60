import { z } from 'zod';

/** One AWS call that an agent is asked to make. */
export const agentCallSchema = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal('s3:GetObject'), bucket: z.string(), key: z.string() }),
  z.strictObject({ call: z.literal('s3:PutObject'), bucket: z.string(), key: z.string(), body: z.string() }),
  z.strictObject({
    call: z.literal('dynamodb:GetItem'),
    table: z.string(),
    key: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    call: z.literal('dynamodb:PutItem'),
    table: z.string(),
    item: z.record(z.string(), z.string()),
  }),
  z.strictObject({ call: z.literal('sts:GetCallerIdentity') }),
  z.strictObject({ call: z.literal('sts:AssumeRole'), roleArn: z.string() }),
  z.strictObject({ call: z.literal('iam:ListRoles') }),
]);

export type AgentCall = z.output<typeof agentCallSchema>;

/** What became of it. `error` is AWS's code, such as `AccessDenied`. */
export const agentAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), said: z.string() }),
  z.object({ ok: z.literal(false), error: z.string(), message: z.string() }),
]);

export type AgentAnswer = z.output<typeof agentAnswerSchema>;

/** AWS names a denial differently from service to service. */
export const isDenied = (answer: AgentAnswer): boolean => !answer.ok && /^AccessDenied/.test(answer.error);
