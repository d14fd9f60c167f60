import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { askCredentials } from '../../../local/agents/ask-credentials.ts';
import { environmentWhoseApiAnswers } from './agent-environment.ts';

describe('asking for credentials as a workload', () => {
  it('sends the token of that workload, bare', async () => {
    const { env, tokens } = await environmentWhoseApiAnswers(200, { SecretAccessKey: 'secret' });

    const answer = await askCredentials(env, 'coding-assistant');

    expect(tokens.map((token) => decodeJwt(token).sub)).toEqual([
      'system:serviceaccount:agents:coding-assistant',
    ]);
    expect(answer).toEqual({ issued: true });
  });

  it('tells why it was refused, and what to do', async () => {
    const reasons = [{ code: 'agent-suspended', message: 'it is suspended', resolution: 'transfer it' }];
    const { env } = await environmentWhoseApiAnswers(403, { code: 'refused', reasons, requestId: 'r1' });

    const answer = await askCredentials(env, 'coding-assistant');

    expect(answer).toEqual({ issued: false, status: 403, code: 'refused', reasons });
  });

  it('takes no other answer for a refusal', async () => {
    const { env } = await environmentWhoseApiAnswers(502, { message: 'Internal Server Error' });

    await expect(askCredentials(env, 'coding-assistant')).rejects.toThrow();
  });
});
