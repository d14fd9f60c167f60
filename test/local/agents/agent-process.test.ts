import { describe, expect, it } from 'vitest';
import { AgentEndedError, AgentProcess } from '../../../local/agents/agent-process.ts';
import { environmentWhoseApiAnswers } from './agent-environment.ts';

const WHO_AM_I = { call: 'sts:GetCallerIdentity' } as const;

const session = {
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: 'secret',
  Token: 'token',
  Expiration: '2100-01-01T00:00:00Z',
};

describe('the process of an agent', () => {
  it('makes one call after the other, and asks for its session once', async () => {
    const { env, tokens } = await environmentWhoseApiAnswers(200, session);
    const agent = await AgentProcess.start(env, 'coding-assistant');

    const answers = [await agent.make(WHO_AM_I), await agent.make({ call: 'iam:ListRoles' })];
    await agent.end();

    // this endpoint is no AWS, so that only what was asked of it counts
    expect(answers).toHaveLength(2);
    expect(tokens.filter((token) => token.startsWith('AWS4-HMAC-SHA256'))).toHaveLength(2);
    expect(tokens.filter((token) => token.startsWith('eyJ'))).toHaveLength(1);
  });

  it('says that it ended when it is asked after an interruption', async () => {
    const { env } = await environmentWhoseApiAnswers(200, session);
    const interruption = new AbortController();
    const agent = await AgentProcess.start(env, 'coding-assistant', interruption.signal);

    interruption.abort();

    await expect(agent.make(WHO_AM_I)).rejects.toThrow(AgentEndedError);
    await agent.end();
  });

  it('can be ended twice', async () => {
    const { env } = await environmentWhoseApiAnswers(200, session);
    const agent = await AgentProcess.start(env, 'coding-assistant');

    await agent.end();

    await expect(agent.end()).resolves.toBeUndefined();
    await expect(agent.make(WHO_AM_I)).rejects.toThrow(AgentEndedError);
  });
});
