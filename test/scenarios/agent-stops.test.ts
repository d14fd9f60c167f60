import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentProcess } from '../../local/agents/agent-process.ts';
import { isDenied } from '../../local/agents/call.ts';
import { agentId } from '../support/contract-suites/entities.ts';
import { roleOf } from './support/agent-role.ts';
import { askCredentialsAs, refusal, suspendedFor } from './support/ask-credentials.ts';
import { eventually } from './support/eventually.ts';
import { READ_TICKET } from './support/everyday-calls.ts';
import { type SeenStop, stopCleared, stopVerified } from './support/follow-stop.ts';
import { leaseRunsOut } from './support/lease-runs-out.ts';
import { type Cast, Stage } from './support/stage.ts';

const ENVIRONMENT = 'production';

const castOn = async (stage: Stage, name: string): Promise<Cast> => {
  const cast = {
    agentId: stage.id(name),
    ownerId: stage.id('ann'),
    processId: stage.id('desk'),
    profile: 'support-agent',
    environment: ENVIRONMENT,
  } as const;
  await stage.joined(cast.ownerId);
  await stage.allowed(cast.processId, cast.profile);
  return cast;
};

/** The session's name is its lease. */
const leaseOf = async (agent: AgentProcess): Promise<string> => {
  const answer = await agent.make({ call: 'sts:GetCallerIdentity' });
  return answer.ok ? (answer.said.split('/').at(-1) ?? '') : '';
};

describe('one lease of an agent is compromised', () => {
  let stage: Stage;
  let cast: Cast;
  let stolen: AgentProcess;
  let own: AgentProcess;
  let leaseId: string;
  let stop: SeenStop;

  const compromise = (lease: string) =>
    stage.platform('Agent Compromised', {
      agentId: cast.agentId,
      leaseId: lease,
      reason: 'its credentials were seen elsewhere',
    });

  beforeAll(async () => {
    stage = await Stage.set();
    cast = await castOn(stage, 'two-handed');
  });
  afterAll(() => stage.clear());

  it('1. the agent works in two sessions', async () => {
    await stage.register(cast);
    [stolen, own] = [await stage.run(cast.agentId), await stage.run(cast.agentId)];
    leaseId = await leaseOf(stolen);

    expect(await leaseOf(own)).not.toBe(leaseId);
    expect(await stolen.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await own.make(READ_TICKET)).toMatchObject({ ok: true });
  });

  it('2. one of them is stopped, and a session of its lease is seen denied', async () => {
    await compromise(leaseId);

    stop = await stopVerified(stage, { kind: 'lease', agentId: cast.agentId, leaseId }, ENVIRONMENT);
    expect(stop.evidence).toEqual([expect.objectContaining({ agentId: cast.agentId, outcome: 'denied' })]);
  });

  it('3. that session is denied', async () => {
    const answer = await stolen.make(READ_TICKET);

    expect(isDenied(answer)).toBe(true);
    expect(answer).toMatchObject({ message: expect.stringContaining('explicit deny') });
  });

  it('4. the agent’s other session and its next one go on', async () => {
    const next = await stage.run(cast.agentId);

    expect(await own.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await next.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await stage.stored.registry.agent(agentId(cast.agentId))).toMatchObject({ status: 'active' });
    expect(await roleOf(stage, cast)).toMatchObject({ locked: false });
  });

  it('5. the stop leaves the list once the lease has run out', async () => {
    await leaseRunsOut(stage, stop.stopId, ENVIRONMENT);

    // any order to write the list will do
    await compromise(await leaseOf(own));

    await stopCleared(stage, stop.stopId, ENVIRONMENT);
  });
});

describe('an agent is compromised', () => {
  let stage: Stage;
  let cast: Cast;
  let neighbour: Cast;
  let sessions: AgentProcess[];
  let other: AgentProcess;
  let stop: SeenStop;

  beforeAll(async () => {
    stage = await Stage.set();
    cast = await castOn(stage, 'broken');
    neighbour = { ...cast, agentId: stage.id('sound') };
  });
  afterAll(() => stage.clear());

  it('1. it works in two sessions, beside another agent of its owner', async () => {
    await Promise.all([stage.register(cast), stage.register(neighbour)]);
    sessions = [await stage.run(cast.agentId), await stage.run(cast.agentId)];
    other = await stage.run(neighbour.agentId);

    for (const agent of [...sessions, other]) {
      expect(await agent.make(READ_TICKET)).toMatchObject({ ok: true });
    }
  });

  it('2. it is suspended and stopped, and seen denied', async () => {
    await stage.platform('Agent Compromised', { agentId: cast.agentId, reason: 'it reads what it must not' });

    await stage.observer.waitFor('Agent Suspended', { agentId: cast.agentId, reasons: ['compromised'] });
    stop = await stopVerified(stage, { kind: 'agent', agentId: cast.agentId }, ENVIRONMENT);
    expect(stop.evidence).toEqual([expect.objectContaining({ agentId: cast.agentId, outcome: 'denied' })]);
  });

  it('3. all its sessions are denied, and it gets no other', async () => {
    for (const session of sessions) expect(isDenied(await session.make(READ_TICKET))).toBe(true);
    expect(await askCredentialsAs(stage, cast.agentId)).toMatchObject(suspendedFor('compromised'));
  });

  it('4. its role is locked, so that nothing changes for it when the stop leaves the list', async () => {
    await stopCleared(stage, stop.stopId, ENVIRONMENT);

    expect(await roleOf(stage, cast)).toMatchObject({ locked: true });
    for (const session of sessions) expect(isDenied(await session.make(READ_TICKET))).toBe(true);
  });

  it('5. the other agent of its owner has not noticed', async () => {
    expect(await other.make(READ_TICKET)).toMatchObject({ ok: true });
  });
});

describe('an agent retires', () => {
  let stage: Stage;
  let cast: Cast;
  let heir: Cast;
  let agent: AgentProcess;
  let stop: SeenStop;

  const registerAs = (other: Cast) =>
    stage.platform('Agent Registered', { ...stage.registration(cast), ...other });

  beforeAll(async () => {
    stage = await Stage.set();
    cast = await castOn(stage, 'retiring');
    heir = { ...cast, agentId: stage.id('heir') };
  });
  afterAll(() => stage.clear());

  it('1. it is at work, and its workload cannot be given to another', async () => {
    await stage.register(cast);
    agent = await stage.run(cast.agentId);
    await registerAs(heir);

    expect(await agent.make(READ_TICKET)).toMatchObject({ ok: true });
    const rejected = await stage.observer.waitFor('Agent Rejected', { agentId: heir.agentId });
    expect(rejected.detail['reasons']).toEqual([expect.objectContaining({ code: 'workload-taken' })]);
  });

  it('2. it retires, and its sessions are seen denied', async () => {
    await stage.platform('Agent Retired', { agentId: cast.agentId, reason: 'the project is over' });

    const retired = await stage.observer.waitFor('Agent Retired', { agentId: cast.agentId });
    expect(retired.detail['reason']).toBe('the project is over');
    stop = await stopVerified(stage, { kind: 'agent', agentId: cast.agentId }, ENVIRONMENT);
    expect(stop.evidence).toEqual([expect.objectContaining({ agentId: cast.agentId, outcome: 'denied' })]);
    expect(await agent.make(READ_TICKET)).toMatchObject({ ok: false });
  });

  it('3. its role is gone, and nothing but its record is left', async () => {
    await stopCleared(stage, stop.stopId, ENVIRONMENT);

    expect(await roleOf(stage, cast)).toBeUndefined();
    const record = await stage.stored.registry.agent(agentId(cast.agentId));
    expect(record).toMatchObject({ status: 'retired' });
    expect(record?.role).toBeUndefined();
    expect(await agent.make(READ_TICKET)).toMatchObject({ ok: false });
  });

  it('4. its workload is nobody’s', async () => {
    expect(await askCredentialsAs(stage, cast.agentId)).toMatchObject(
      refusal(403, 'refused', 'workload-not-bound'),
    );
  });

  it('5. its id is never used again', async () => {
    await stage.platform('Agent Registered', stage.registration(cast));

    const rejected = await stage.observer.waitFor('Agent Rejected', { agentId: cast.agentId });
    expect(rejected.detail['reasons']).toEqual([expect.objectContaining({ code: 'agent-retired' })]);
    expect(await roleOf(stage, cast)).toBeUndefined();
  });

  it('6. its workload can be given to another agent now', async () => {
    await registerAs(heir);
    await stage.observer.waitFor('Agent Activated', { agentId: heir.agentId });

    await eventually(async () => {
      expect(await askCredentialsAs(stage, cast.agentId)).toMatchObject({
        status: 200,
        body: { RoleArn: expect.stringMatching(new RegExp(`/mandate-${heir.agentId}$`)) },
      });
    });
  });
});
