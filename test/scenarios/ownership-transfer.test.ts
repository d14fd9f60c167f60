import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentProcess } from '../../local/agents/agent-process.ts';
import { isDenied } from '../../local/agents/call.ts';
import { agentId } from '../support/contract-suites/entities.ts';
import { READ_PURCHASE, READ_TICKET } from './support/everyday-calls.ts';
import { type Cast, Stage } from './support/stage.ts';
import { storedIn } from './support/stored.ts';

describe('an agent is given to another owner', () => {
  let stage: Stage;
  let cast: Cast;
  let old: AgentProcess;
  let fresh: AgentProcess;

  beforeAll(async () => {
    stage = await Stage.set();
    const processId = stage.id('support');
    cast = {
      agentId: stage.id('helper'),
      ownerId: stage.id('ann'),
      processId,
      profile: 'support-agent',
      environment: 'staging',
    };
    await stage.joined(cast.ownerId, stage.id('bob'));
    await stage.allowed(processId, 'support-agent', 'procurement-agent');
    await stage.register(cast);
    old = await stage.run(cast.agentId);
  });
  afterAll(() => stage.clear());

  it('1. it works, until its owner leaves', async () => {
    expect(await old.make(READ_TICKET)).toMatchObject({ ok: true });

    await stage.hr('Owner Left', { ownerId: cast.ownerId });

    await stage.observer.waitFor('Agent Suspended', { agentId: cast.agentId });
    expect(isDenied(await old.make(READ_TICKET))).toBe(true);
  });

  it('2. transferred at once, it comes back under its new owner', async () => {
    await stage.hr('Ownership Transferred', { agentId: cast.agentId, ownerId: stage.id('bob') });

    const accepted = await stage.observer.waitFor('Ownership Accepted', { agentId: cast.agentId });
    await stage.observer.waitFor('Agent Reinstated', { agentId: cast.agentId }, 60);
    expect(accepted.detail).toMatchObject({ ownerId: stage.id('bob'), formerOwnerId: cast.ownerId });
    const agent = await storedIn(stage.env).registry.agent(agentId(cast.agentId));
    expect(agent).toMatchObject({ status: 'active', ownerId: stage.id('bob') });
    expect(agent?.role?.lockedAt).toBeUndefined();
  });

  it('3. a new session works, and the one from before stays dead', async () => {
    fresh = await stage.run(cast.agentId);

    expect(await fresh.make(READ_TICKET)).toMatchObject({ ok: true });
    const answer = await old.make(READ_TICKET);
    expect(isDenied(answer)).toBe(true);
    expect(answer).toMatchObject({ message: expect.stringContaining('explicit deny') });
  });

  it('4. given another profile it can do that, and no longer what it could; its session of before neither', async () => {
    expect(isDenied(await fresh.make(READ_PURCHASE))).toBe(true);

    await stage.platform('Agent Updated', { agentId: cast.agentId, profile: 'procurement-agent' });

    await stage.observer.waitFor(
      'Agent Reinstated',
      { agentId: cast.agentId, profile: 'procurement-agent' },
      60,
    );
    const newest = await stage.run(cast.agentId);
    expect(await newest.make(READ_PURCHASE)).toMatchObject({ ok: true });
    expect(isDenied(await newest.make(READ_TICKET))).toBe(true);
    expect(isDenied(await fresh.make(READ_TICKET))).toBe(true);
    expect(isDenied(await fresh.make(READ_PURCHASE))).toBe(true);
  });
});
