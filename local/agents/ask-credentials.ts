import { z } from 'zod';
import type { HandedOut } from '../environment/handed-out.ts';
import { instanceAt } from '../environment/instance.ts';
import { mintToken } from '../environment/token.ts';

const TOKEN_SECONDS = 600;

const refusalSchema = z.object({
  code: z.string(),
  reasons: z
    .array(z.object({ code: z.string(), message: z.string(), resolution: z.string() }))
    .min(1)
    .readonly(),
});

export type CredentialsAnswer =
  | { readonly issued: true }
  | ({ readonly issued: false; readonly status: number } & z.output<typeof refusalSchema>);

/** Asks as the workload of an agent does, but sees why it is refused, which SDKs keep to themselves. */
export const askCredentials = async (
  env: HandedOut,
  agentId: string,
  signal?: AbortSignal,
): Promise<CredentialsAnswer> => {
  const token = await mintToken(instanceAt(env.directory), { workload: agentId, lifetime: TOKEN_SECONDS });
  const response = await fetch(`${env.apiUrl}/v1/credentials`, {
    headers: { authorization: token },
    ...(signal !== undefined && { signal }),
  });
  const body: unknown = await response.json();
  return response.ok
    ? { issued: true }
    : { issued: false, status: response.status, ...refusalSchema.parse(body) };
};
