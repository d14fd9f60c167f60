import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentProcess } from '../../local/agents/agent-process.ts';
import { isDenied } from '../../local/agents/call.ts';
import { agentId, ownerId } from '../support/contract-suites/entities.ts';
import { eventually } from './support/eventually.ts';
import { READ_TICKET } from './support/everyday-calls.ts';
import { type Cast, Stage } from './support/stage.ts';
import { sweepNow } from './support/sweep.ts';

/** Long enough for a lease, which lasts 900 seconds at least. */
const fromNow = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

describe('what takes effect at a time, though no event comes then', () => {
  let stage: Stage;
  let leaving: Cast;
  let expiring: Cast;
  let process: AgentProcess;

  beforeAll(async () => {
    stage = await Stage.set();
    const processId = stage.id('support');
    const cast = { processId, profile: 'support-agent', environment: 'test' } as const;
    leaving = { ...cast, agentId: stage.id('first'), ownerId: stage.id('ann') };
    expiring = { ...cast, agentId: stage.id('second'), ownerId: stage.id('bob') };
    await stage.joined(leaving.ownerId, expiring.ownerId);
    await stage.allowed(processId, 'support-agent');
    await Promise.all([stage.register(leaving), stage.register(expiring)]);
    process = await stage.run(leaving.agentId);
  });
  afterAll(() => stage.clear());

  it('1. a leaving is announced: nothing happens yet', async () => {
    await stage.hr('Owner Left', { ownerId: leaving.ownerId, effectiveAt: fromNow(3600) });
    await eventually(async () => {
      const owner = await stage.stored.registry.owner(ownerId(leaving.ownerId));
      expect(owner).toMatchObject({ status: 'active', leavesAt: expect.any(String) });
    });

    await sweepNow(stage);

    expect(await process.make(READ_TICKET)).toMatchObject({ ok: true });
  });

  it('2. it is moved to now, and takes effect without another event', async () => {
    await stage.hr('Owner Left', { ownerId: leaving.ownerId, effectiveAt: fromNow(2) });

    await eventually(async () => {
      await sweepNow(stage);
      expect(await stage.stored.registry.owner(ownerId(leaving.ownerId))).toMatchObject({ status: 'left' });
    });
    await stage.observer.waitFor('Stop Verified', { target: { kind: 'owner', ownerId: leaving.ownerId } });
    expect(isDenied(await process.make(READ_TICKET))).toBe(true);
    await stage.observer.waitFor('Agent Suspended', {
      agentId: leaving.agentId,
      reasons: { 0: 'owner-left' },
    });
  });

  it('3. an agent expires, and its sessions with it', async () => {
    const held = await stage.run(expiring.agentId);
    expect(await held.make(READ_TICKET)).toMatchObject({ ok: true });
    await stage.platform('Agent Updated', { agentId: expiring.agentId, expiresAt: fromNow(2) });

    await eventually(async () => {
      await sweepNow(stage);
      const agent = await stage.stored.registry.agent(agentId(expiring.agentId));
      expect(agent).toMatchObject({ status: 'suspended', reasons: ['expired'] });
    });

    await stage.observer.waitFor('Stop Verified', { target: { kind: 'agent', agentId: expiring.agentId } });
    expect(isDenied(await held.make(READ_TICKET))).toBe(true);
  });

  it('4. given more time it comes back, without the sessions of before', async () => {
    await eventually(async () => {
      const agent = await stage.stored.registry.agent(agentId(expiring.agentId));
      expect(agent?.role?.lockedAt).toBeDefined();
    });
    await stage.platform('Agent Updated', { agentId: expiring.agentId, expiresAt: fromNow(7200) });

    await stage.observer.waitFor('Agent Reinstated', { agentId: expiring.agentId }, 60);
    const again = await stage.run(expiring.agentId);
    expect(await again.make(READ_TICKET)).toMatchObject({ ok: true });
  });
});
