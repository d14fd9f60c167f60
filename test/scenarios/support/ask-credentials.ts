import { expect } from 'vitest';
import type { SuspensionReason } from '../../../lambdas/core/agents/agent.ts';
import { instanceAt } from '../../../local/environment/instance.ts';
import { mintToken } from '../../../local/environment/token.ts';
import type { Stage } from './stage.ts';

export interface CredentialsAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface CredentialsQuestion {
  /** The header as sent. @default none */
  readonly authorization?: string;
  /** Without `?`. */
  readonly query?: string;
}

/** One plain request to `/v1/credentials`, without the patience that SDKs have. */
export const askCredentials = async (
  { env }: Stage,
  { authorization, query }: CredentialsQuestion = {},
): Promise<CredentialsAnswer> => {
  const response = await fetch(`${env.apiUrl}/v1/credentials${query === undefined ? '' : `?${query}`}`, {
    headers: authorization === undefined ? {} : { authorization },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

/** The same by an agent's own workload. */
export const askCredentialsAs = async (
  stage: Stage,
  agentId: string,
  query?: string,
): Promise<CredentialsAnswer> => {
  const token = await mintToken(instanceAt(stage.env.directory), { workload: agentId, lifetime: 600 });
  return askCredentials(stage, { authorization: token, ...(query !== undefined && { query }) });
};

/** What a refused request looks like, whatever its id and wording. */
export const refusal = (status: number, code: string, ...reasons: readonly string[]) => ({
  status,
  body: { code, reasons: reasons.map((reason) => ({ code: reason })) },
});

/** What the workload of an agent hears that is suspended for this and nothing else. */
export const suspendedFor = (reason: SuspensionReason) => ({
  status: 403,
  body: {
    code: 'refused',
    reasons: [{ code: 'agent-suspended', message: expect.stringMatching(new RegExp(`: ${reason}$`)) }],
  },
});
