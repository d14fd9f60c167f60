import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentProcess } from '../../local/agents/agent-process.ts';
import { isDenied } from '../../local/agents/call.ts';
import { agentId } from '../support/contract-suites/entities.ts';
import { roleOf } from './support/agent-role.ts';
import { askCredentialsAs, suspendedFor } from './support/ask-credentials.ts';
import { READ_TICKET } from './support/everyday-calls.ts';
import { type SeenStop, stopCleared, stopVerified } from './support/follow-stop.ts';
import { type Cast, Stage } from './support/stage.ts';

const READ_PAYROLL = {
  call: 'dynamodb:GetItem',
  table: 'acme-payroll',
  key: { employeeId: 'e10001' },
} as const;

describe('an owner leaves', () => {
  let stage: Stage;
  let leaving: Cast;
  let staying: Cast;
  let stopped: AgentProcess;
  let other: AgentProcess;
  let stop: SeenStop;

  beforeAll(async () => {
    stage = await Stage.set();
    const processId = stage.id('support');
    const cast = { processId, profile: 'support-agent', environment: 'production' } as const;
    leaving = { ...cast, agentId: stage.id('first'), ownerId: stage.id('ann') };
    staying = { ...cast, agentId: stage.id('second'), ownerId: stage.id('bob') };
    await stage.joined(leaving.ownerId, staying.ownerId);
    await stage.allowed(processId, 'support-agent');
  });
  afterAll(() => stage.clear());

  it('1. two agents of two owners come to life, each with a role of its own', async () => {
    const [first, second] = await Promise.all([stage.register(leaving), stage.register(staying)]);

    expect(first.detail['roleArn']).toBe(roleArn(stage, leaving));
    expect(second.detail['roleArn']).toBe(roleArn(stage, staying));
  });

  it('2. each does its work with stock SDKs, under its own name', async () => {
    stopped = await stage.run(leaving.agentId);
    other = await stage.run(staying.agentId);

    expect(await stopped.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await other.make(READ_TICKET)).toMatchObject({ ok: true });
    expect(await stopped.make({ call: 'sts:GetCallerIdentity' })).toMatchObject({
      said: expect.stringMatching(new RegExp(`:assumed-role/mandate-${leaving.agentId}/[0-9A-Z]{26}$`)),
    });
  });

  it('3. neither does anything else', async () => {
    expect(isDenied(await stopped.make(READ_PAYROLL))).toBe(true);
    expect(isDenied(await stopped.make({ call: 'iam:ListRoles' }))).toBe(true);
    const steal = { call: 'sts:AssumeRole', roleArn: roleArn(stage, staying) } as const;
    expect(isDenied(await stopped.make(steal))).toBe(true);
  });

  it('4. the owner leaves: refused, written, and seen denied by a probe', async () => {
    await stage.hr('Owner Left', { ownerId: leaving.ownerId });

    const target = { kind: 'owner', ownerId: leaving.ownerId };
    stop = await stopVerified(stage, target, 'production');
    expect(stop.evidence).toEqual([expect.objectContaining({ agentId: leaving.agentId, outcome: 'denied' })]);
    const { detail } = await stage.observer.waitFor('Stop Verified', { target });
    const times = ['raisedAt', 'deniedAt', 'verifiedAt'].map((name) => String(detail[name]));
    expect([...times].sort()).toEqual(times);
  });

  it('5. the very session that worked is denied, by an explicit deny', async () => {
    const answer = await stopped.make(READ_TICKET);

    expect(isDenied(answer)).toBe(true);
    expect(answer).toMatchObject({ message: expect.stringContaining('explicit deny') });
  });

  it('6. no new session is issued, and the refusal says why', async () => {
    const again = await stage.run(leaving.agentId);

    const answer = await again.make(READ_TICKET);

    expect(answer.ok).toBe(false);
    await stage.observer.waitFor('Lease Refused', { agentId: leaving.agentId });
  });

  it('7. the agent is suspended, its role locked, and the stop leaves the list', async () => {
    await stage.observer.waitFor('Agent Suspended', { agentId: leaving.agentId });
    await stopCleared(stage, stop.stopId, 'production');

    const agent = await stage.stored.registry.agent(agentId(leaving.agentId));
    expect(agent).toMatchObject({ status: 'suspended', reasons: ['owner-left'] });
    expect(agent?.role?.lockedAt).toBeDefined();
    expect(await roleOf(stage, leaving)).toMatchObject({ locked: true });
    expect(await askCredentialsAs(stage, leaving.agentId)).toMatchObject(suspendedFor('owner-left'));
  });

  it('8. the old session stays denied when the list is short again', async () => {
    expect(isDenied(await stopped.make(READ_TICKET))).toBe(true);
  });

  it('9. the other owner’s agent has not noticed', async () => {
    expect(await other.make(READ_TICKET)).toMatchObject({ ok: true });
  });
});

const roleArn = ({ env }: Stage, { agentId, environment }: Cast): string =>
  `arn:aws:iam::${env.accounts.production}:role/mandate/${environment}/mandate-${agentId}`;
