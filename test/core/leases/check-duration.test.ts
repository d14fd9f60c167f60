import { describe, expect, it } from 'vitest';
import { decideLease, type LeaseCase } from '../../../lambdas/core/leases/decide-lease.ts';
import { activeAgent, catalogOf, ENVIRONMENT, factsOf, inSeconds, leaseCase, owner } from './lease-cases.ts';

interface Limits {
  readonly asked?: number;
  readonly profile?: number;
  readonly environment?: number;
  /** Seconds until the agent expires. */
  readonly expires?: number;
  /** Seconds until the owner leaves. */
  readonly leaves?: number;
}

const limited = ({ asked, profile = 3600, environment = 3600, expires, leaves }: Limits): LeaseCase =>
  leaseCase({
    request: { permissions: [], ...(asked !== undefined && { durationSeconds: asked }) },
    catalog: catalogOf({
      environment: { ...ENVIRONMENT, maxLeaseSeconds: environment },
      profile: { maxLeaseSeconds: profile },
    }),
    facts: factsOf({
      agent: activeAgent(expires === undefined ? {} : { expiresAt: inSeconds(expires) }),
      owner: owner(leaves === undefined ? {} : { leavesAt: inSeconds(leaves) }),
    }),
  });

describe('a lease lasts', () => {
  it.each<[string, Limits, number]>([
    ['half an hour if nothing is asked', {}, 1800],
    ['as long as asked', { asked: 2400 }, 2400],
    ['no less than STS gives', { asked: 900 }, 900],
    ['an hour at most', { asked: 3601 }, 3600],
    ['an hour when a day is asked', { asked: 86_400 }, 3600],
    ['no longer than the profile allows', { asked: 3600, profile: 1200 }, 1200],
    ['no longer than the environment allows', { asked: 3600, environment: 1500 }, 1500],
    ['the shorter of the two', { asked: 3600, profile: 1500, environment: 1200 }, 1200],
    ['by default no longer than the profile allows', { profile: 900 }, 900],
    ['until the agent expires', { asked: 3600, expires: 1000 }, 1000],
    ['until the agent expires, in exactly the shortest time', { expires: 900 }, 900],
    ['whole seconds only', { expires: 900.999 }, 900],
    ['until the owner leaves', { asked: 3600, leaves: 1100 }, 1100],
    ['until whichever comes first', { asked: 3600, expires: 1100, leaves: 1000, profile: 1200 }, 1000],
  ])('%s', (_, limits, seconds) => {
    const decided = decideLease(limited(limits));

    if (!decided.ok) expect.fail(JSON.stringify(decided.error.reasons));
    expect(decided.value.durationSeconds).toBe(seconds);
    expect(decided.value.lease.expiresAt).toBe(inSeconds(seconds));
  });
});

describe('a lease is refused as too short when', () => {
  it.each<[string, Limits, readonly string[]]>([
    ['less was asked for', { asked: 899 }, ['duration-too-short']],
    ['the agent expires sooner', { expires: 899.999 }, ['agent-expires-soon']],
    ['the owner leaves sooner', { leaves: 899 }, ['owner-leaves-soon']],
    ['the profile allows less', { profile: 899 }, ['profile-limit-too-short']],
    ['the environment allows less', { environment: 899 }, ['environment-limit-too-short']],
    [
      'several limits are in the way: each is told',
      { asked: 1, expires: 1, leaves: 1 },
      ['duration-too-short', 'agent-expires-soon', 'owner-leaves-soon'],
    ],
  ])('%s', (_, limits, reasons) => {
    const decided = decideLease(limited(limits));

    expect(decided.ok ? [] : decided.error.reasons.map(({ code }) => code)).toEqual(reasons);
  });

  it('says until when there is time', () => {
    const decided = decideLease(limited({ expires: 600 }));

    expect(decided.ok ? [] : decided.error.reasons).toEqual([
      {
        code: 'agent-expires-soon',
        message:
          'agent "agent-one" expires at 2026-11-24T05:10:00.000Z; the shortest lease lasts 900 seconds',
        resolution: 'give the agent a later expiresAt',
      },
    ]);
  });
});
