import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentProcess } from '../../local/agents/agent-process.ts';
import { isDenied } from '../../local/agents/call.ts';
import { agentId, environmentName, processId } from '../support/contract-suites/entities.ts';
import { roleOf } from './support/agent-role.ts';
import { askCredentialsAs, suspendedFor } from './support/ask-credentials.ts';
import { eventually } from './support/eventually.ts';
import { READ_PURCHASE, READ_TICKET } from './support/everyday-calls.ts';
import { type SeenStop, stopCleared, stopVerified } from './support/follow-stop.ts';
import { type Cast, Stage } from './support/stage.ts';

describe('a process changes', () => {
  let stage: Stage;
  let process: string;
  let support: Cast;
  let procurement: Cast;
  let staying: AgentProcess;
  let leaving: AgentProcess;
  let stop: SeenStop;

  beforeAll(async () => {
    stage = await Stage.set();
    process = stage.id('service-desk');
    const cast = { processId: process, ownerId: stage.id('ann'), environment: 'production' } as const;
    support = { ...cast, agentId: stage.id('support'), profile: 'support-agent' };
    procurement = { ...cast, agentId: stage.id('procurement'), profile: 'procurement-agent' };
    await stage.joined(cast.ownerId);
    await stage.allowed(process, 'support-agent', 'procurement-agent');
  });
  afterAll(() => stage.clear());

  it('1. two agents of two profiles are at work for it', async () => {
    await Promise.all([stage.register(support), stage.register(procurement)]);
    staying = await stage.run(support.agentId);
    leaving = await stage.run(procurement.agentId);

    expect(await staying.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await leaving.make(READ_PURCHASE)).toMatchObject({ ok: true });
  });

  it('2. a change that narrows nothing stops nobody', async () => {
    const profiles = ['build-agent', 'support-agent', 'procurement-agent'];
    await stage.itsm('Process Changed', { processId: process, version: '2', profiles });

    await eventually(async () => {
      expect(await stage.stored.registry.process(processId(process))).toMatchObject({
        version: '2',
        profiles: [...profiles].sort(),
        stops: [],
      });
    });
    expect(await staying.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await leaving.make(READ_PURCHASE)).toMatchObject({ ok: true });
    expect(await askCredentialsAs(stage, procurement.agentId)).toMatchObject({ status: 200 });
    await stage.observer.look();
    expect(stage.observer.events.filter(({ type }) => type === 'Access Stopped')).toEqual([]);
  });

  it('3. a change that withdraws a profile stops the agents of that profile', async () => {
    await stage.itsm('Process Changed', { processId: process, version: '3', profiles: ['support-agent'] });

    const target = { kind: 'process', processId: process, profiles: ['build-agent', 'procurement-agent'] };
    stop = await stopVerified(stage, target, 'production');
    expect(stop.evidence).toEqual([
      expect.objectContaining({ agentId: procurement.agentId, outcome: 'denied' }),
    ]);
  });

  it('4. their very sessions are denied, by an explicit deny', async () => {
    const answer = await leaving.make(READ_PURCHASE);

    expect(isDenied(answer)).toBe(true);
    expect(answer).toMatchObject({ message: expect.stringContaining('explicit deny') });
  });

  it('5. they are suspended, their roles locked, and nothing more is issued to them', async () => {
    await stage.observer.waitFor('Agent Suspended', {
      agentId: procurement.agentId,
      reasons: ['process-changed'],
    });
    await stopCleared(stage, stop.stopId, 'production');

    expect(await stage.stored.registry.agent(agentId(procurement.agentId))).toMatchObject({
      status: 'suspended',
      reasons: ['process-changed'],
    });
    expect(await roleOf(stage, procurement)).toMatchObject({ locked: true });
    expect(await askCredentialsAs(stage, procurement.agentId)).toMatchObject(suspendedFor('process-changed'));
    expect(isDenied(await leaving.make(READ_PURCHASE))).toBe(true);
  });

  it('6. an agent of a profile that is still allowed goes on, with old sessions and new', async () => {
    const again = await stage.run(support.agentId);

    expect(await staying.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await again.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await stage.stored.registry.agent(agentId(support.agentId))).toMatchObject({ status: 'active' });
  });
});

describe('a process that has agents in two environments is retired', () => {
  let stage: Stage;
  let process: string;
  let inProduction: Cast;
  let inTest: Cast;
  let elsewhere: Cast;
  let agents: AgentProcess[];
  let other: AgentProcess;

  beforeAll(async () => {
    stage = await Stage.set();
    process = stage.id('closing');
    const cast = { processId: process, ownerId: stage.id('ann'), profile: 'support-agent' };
    inProduction = { ...cast, agentId: stage.id('real'), environment: 'production' };
    inTest = { ...cast, agentId: stage.id('trial'), environment: 'test' };
    elsewhere = {
      ...cast,
      agentId: stage.id('other'),
      processId: stage.id('open'),
      environment: 'production',
    };
    await stage.joined(cast.ownerId);
    await stage.allowed(process, 'support-agent');
    await stage.allowed(elsewhere.processId, 'support-agent');
  });
  afterAll(() => stage.clear());

  it('1. its agents are at work, and one of another process', async () => {
    await Promise.all([inProduction, inTest, elsewhere].map((cast) => stage.register(cast)));
    agents = await Promise.all([inProduction, inTest].map(({ agentId: id }) => stage.run(id)));
    other = await stage.run(elsewhere.agentId);

    for (const agent of [...agents, other]) expect(await agent.make(READ_TICKET)).toMatchObject({ ok: true });
  });

  it('2. one stop is written in both environments, and seen to deny in both', async () => {
    await stage.itsm('Process Retired', { processId: process });

    const target = { kind: 'process', processId: process };
    const [production, test] = await Promise.all([
      stopVerified(stage, target, 'production'),
      stopVerified(stage, target, 'test'),
    ]);
    expect(production.stopId).toBe(test.stopId);
    expect(production.evidence).toEqual([
      expect.objectContaining({ agentId: inProduction.agentId, outcome: 'denied' }),
    ]);
    expect(test.evidence).toEqual([expect.objectContaining({ agentId: inTest.agentId, outcome: 'denied' })]);
    expect((await stage.stored.stops.stop(test.stopId))?.environments).toEqual(
      ['test', 'production'].map(environmentName),
    );
    await stopCleared(stage, production.stopId, 'production');
    await stopCleared(stage, test.stopId, 'test');
  });

  it('3. each of its agents is denied, suspended, and refused', async () => {
    for (const agent of agents) expect(isDenied(await agent.make(READ_TICKET))).toBe(true);
    for (const cast of [inProduction, inTest]) {
      expect(await stage.stored.registry.agent(agentId(cast.agentId))).toMatchObject({
        status: 'suspended',
        reasons: ['process-retired'],
      });
      expect(await roleOf(stage, cast)).toMatchObject({ locked: true });
      expect(await askCredentialsAs(stage, cast.agentId)).toMatchObject(suspendedFor('process-retired'));
    }
  });

  it('4. no agent can be registered for it any more', async () => {
    const late = { ...inTest, agentId: stage.id('late') };

    await stage.platform('Agent Registered', stage.registration(late));

    const rejected = await stage.observer.waitFor('Agent Rejected', { agentId: late.agentId });
    expect(rejected.detail['reasons']).toEqual([expect.objectContaining({ code: 'process-retired' })]);
  });

  it('5. the agent of the other process has not noticed', async () => {
    expect(await other.make(READ_TICKET)).toMatchObject({ ok: true });
  });
});
