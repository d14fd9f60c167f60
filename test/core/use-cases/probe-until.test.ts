import { describe, expect, it } from 'vitest';
import type { SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';
import { probeUntil } from '../../../lambdas/core/use-cases/probe-until.ts';
import { agentId, leaseId } from '../../support/contract-suites/entities.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { ALLOWED, DENIED, ScriptedProbe, UNAVAILABLE } from '../../support/fakes/scripted-probe.ts';
import { TEST } from './governance-world.ts';

const AGENT = agentId('agent-one');
const REQUEST: SessionRequest = {
  roleArn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-agent-one',
  region: 'eu-central-1',
  leaseId: leaseId(1),
  agentId: AGENT,
  durationSeconds: 900,
  tags: {},
};

const plan = (wanted: 'allowed' | 'denied', patience = 40_000) =>
  ({ request: REQUEST, environment: TEST, wanted, patience }) as const;

describe('probing until something is seen', () => {
  it('ends with the first probe that sees it', async () => {
    const [probe, clock] = [new ScriptedProbe(ALLOWED), new FakeClock()];
    probe.answer(AGENT, ALLOWED, UNAVAILABLE, DENIED);

    const seen = await probeUntil(plan('denied'), { probe, clock });

    expect(seen).toEqual({ result: DENIED, attempts: 3 });
    expect(probe.requests).toEqual(
      Array.from({ length: 3 }, () => ({ request: REQUEST, environment: TEST })),
    );
  });

  it('waits longer and longer in between, up to three seconds', async () => {
    const [probe, clock] = [new ScriptedProbe(ALLOWED), new FakeClock()];

    await probeUntil(plan('denied'), { probe, clock });

    expect(clock.sleeps.slice(0, 4)).toEqual([100, 150, 225, 337.5]);
    expect(Math.max(...clock.sleeps)).toBe(3000);
  });

  it('gives up before its patience has ended, with what it saw last', async () => {
    const [probe, clock] = [new ScriptedProbe(DENIED), new FakeClock()];
    const start = clock.now();

    const seen = await probeUntil(plan('allowed'), { probe, clock });

    const slept = clock.sleeps.reduce((sum, each) => sum + each, 0);
    expect(seen).toEqual({ result: DENIED, attempts: clock.sleeps.length + 1 });
    expect(slept).toBeGreaterThan(36_000);
    expect(Date.parse(clock.now()) - Date.parse(start)).toBeLessThanOrEqual(40_000);
  });

  it('probes once without patience', async () => {
    const [probe, clock] = [new ScriptedProbe(ALLOWED), new FakeClock()];

    expect(await probeUntil(plan('denied', 0), { probe, clock })).toEqual({ result: ALLOWED, attempts: 1 });
  });
});
