import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agent, SUSPENSION_REASONS, type SuspensionReason } from '../../../lambdas/core/agents/agent.ts';
import {
  activate,
  assignRole,
  forgetRole,
  groundsForSuspension,
  recordLock,
  retire,
  suspend,
} from '../../../lambdas/core/agents/transitions.ts';
import { instantOf, plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import { AT, anAgent, anOwner, aProcess } from '../../support/contract-suites/entities.ts';
import { profileName } from './registrations.ts';

const ROLE = {
  arn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-a-1',
  profileDigest: 'd'.repeat(64),
};
const LATER = plusSeconds(AT, 60);

const base = anAgent('a-1', { role: ROLE, revision: 7 });
const IN_EACH_STATE: readonly Agent[] = [
  { ...base, status: 'pending' },
  { ...base, status: 'provisioning' },
  { ...base, role: ROLE, status: 'active' },
  { ...base, status: 'suspended', reasons: ['manual'] },
  { ...base, status: 'retired' },
];
const [PENDING, PROVISIONING, ACTIVE, SUSPENDED, RETIRED] = IN_EACH_STATE as [
  Agent,
  Agent,
  Agent,
  Agent,
  Agent,
];

type Step = (agent: Agent) => Agent | undefined;

const reason = fc.constantFrom(...SUSPENSION_REASONS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.array(reason, { maxLength: 3 }).map(
    (reasons): Step =>
      (agent) =>
        suspend(agent, reasons, LATER),
  ),
  fc.constantFrom<Step>(
    (agent) => activate(agent, LATER),
    (agent) => retire(agent, LATER),
  ),
);

describe('suspending', () => {
  it.each([PENDING, PROVISIONING, ACTIVE])('an agent that is $status', (agent) => {
    expect(suspend(agent, ['owner-left'], LATER)).toEqual({
      ...base,
      status: 'suspended',
      reasons: ['owner-left'],
      since: LATER,
      revision: 8,
    });
  });

  it('adds to the reasons of one that is suspended, since when it was', () => {
    expect(suspend(SUSPENDED, ['expired', 'compromised'], LATER)).toMatchObject({
      reasons: ['compromised', 'expired', 'manual'],
      since: AT,
      revision: 8,
    });
  });

  it.each([
    ['for a reason that it has', SUSPENDED, ['manual']],
    ['for no reason', ACTIVE, []],
    ['if it is retired', RETIRED, ['manual']],
  ] as const)('changes nothing %s', (_, agent, reasons) => {
    expect(suspend(agent, reasons, LATER)).toBeUndefined();
  });

  it('gives a set, sorted, whatever the order and however often', () => {
    fc.assert(
      fc.property(fc.array(fc.array(reason, { minLength: 1 }), { minLength: 1 }), (rounds) => {
        const agent = rounds.reduce<Agent>((now, each) => suspend(now, each, LATER) ?? now, ACTIVE);

        const expected = [...new Set<SuspensionReason>(rounds.flat())].sort();
        expect(agent).toMatchObject({ status: 'suspended', reasons: expected });
      }),
    );
  });
});

describe('activating', () => {
  it('an agent whose role is made', () => {
    expect(activate(PROVISIONING, LATER)).toEqual({ ...base, status: 'active', since: LATER, revision: 8 });
  });

  it.each([PENDING, ACTIVE, SUSPENDED, RETIRED])('changes nothing of one that is $status', (agent) => {
    expect(activate(agent, LATER)).toBeUndefined();
  });

  it('changes nothing of one without a role', () => {
    expect(activate(anAgent('a-1'), LATER)).toBeUndefined();
  });
});

describe('retiring', () => {
  it.each([PENDING, PROVISIONING, ACTIVE, SUSPENDED])('an agent that is $status: its reasons go', (agent) => {
    expect(retire(agent, LATER)).toEqual({ ...base, status: 'retired', since: LATER, revision: 8 });
  });

  it('is once and for all', () => {
    expect(retire(RETIRED, LATER)).toBeUndefined();
  });
});

describe('whatever happens to an agent', () => {
  it('nothing leaves retired, and each change is one revision', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IN_EACH_STATE), fc.array(step, { maxLength: 8 }), (start, steps) => {
        let agent = start;
        for (const each of steps) {
          const next = each(agent);
          if (agent.status === 'retired') expect(next).toBeUndefined();
          if (next !== undefined) expect(next.revision).toBe(agent.revision + 1);
          agent = next ?? agent;
        }
      }),
    );
  });

  it('what it is stays: only state, role and revision change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IN_EACH_STATE), step, (agent, each) => {
        const { status: _, since: __, revision: ___, ...facts } = base;

        expect(each(agent) ?? agent).toMatchObject(facts);
      }),
    );
  });
});

describe('the role of an agent', () => {
  it('is noted as written', () => {
    const other = { ...ROLE, profileDigest: 'e'.repeat(64) };

    expect(assignRole(PROVISIONING, other)).toEqual({ ...PROVISIONING, role: other, revision: 8 });
  });

  it('is noted as locked, the first time', () => {
    const locked = recordLock(SUSPENDED, LATER);

    expect(locked).toEqual({ ...SUSPENDED, role: { ...ROLE, lockedAt: LATER }, revision: 8 });
    expect(recordLock(locked, plusSeconds(LATER, 1))).toBe(locked);
  });

  it('is not noted as locked where there is none', () => {
    const without = anAgent('a-1');

    expect(recordLock(without, LATER)).toBe(without);
  });

  it('is forgotten once a retired agent’s is gone', () => {
    const forgotten = RETIRED.status === 'retired' ? forgetRole(RETIRED) : undefined;

    expect(forgotten).toMatchObject({ status: 'retired', revision: 8 });
    expect(forgotten && 'role' in forgotten).toBe(false);
  });
});

describe('the grounds for suspension of an agent that is about to work', () => {
  const agent = anAgent('a-1', { profile: profileName('coding-agent') });
  const owner = anOwner('e1');
  const process = aProcess('support', { profiles: [profileName('coding-agent')] });
  const { version: _, profiles: __, changedAt: ___, ...rest } = process;
  const retired = { ...rest, status: 'retired', retiredAt: AT } as const;
  const early = instantOf(0);

  it.each([
    ['there are none', agent, owner, process, []],
    ['the owner is unknown', agent, undefined, process, ['owner-left']],
    ['the owner has left', agent, { ...owner, status: 'left' as const }, process, ['owner-left']],
    ['the owner’s leaving is now', agent, { ...owner, leavesAt: AT }, process, ['owner-left']],
    ['the owner’s leaving is to come', agent, { ...owner, leavesAt: LATER }, process, []],
    ['the process is unknown', agent, owner, undefined, ['process-retired']],
    ['the process is retired', agent, owner, retired, ['process-retired']],
    ['the process withdrew the profile', agent, owner, { ...process, profiles: [] }, ['process-changed']],
    ['it ends now', { ...agent, expiresAt: AT }, owner, process, ['expired']],
    ['it will end', { ...agent, expiresAt: LATER }, owner, process, []],
    [
      'there are several',
      { ...agent, expiresAt: early },
      { ...owner, status: 'left' as const },
      retired,
      ['owner-left', 'process-retired', 'expired'],
    ],
  ] as const)('%s', (_name, candidate, answering, serving, grounds) => {
    expect(groundsForSuspension(candidate, answering, { process: serving, now: AT })).toEqual(grounds);
  });
});
