import { describe, expect, it } from 'vitest';
import type { Agent, AgentRole, SuspensionReason } from '../../../lambdas/core/agents/agent.ts';
import { type UpdateFacts, updateAgent } from '../../../lambdas/core/agents/update-agent.ts';
import type { AgentUpdated } from '../../../lambdas/core/events/inbound-event.ts';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import {
  AT,
  agentId,
  anAgent,
  aProcess,
  environmentName,
  ownerId,
  processId,
} from '../../support/contract-suites/entities.ts';
import { CATALOG, profileName } from './registrations.ts';

const LATER = plusSeconds(AT, 60);
const NOW = plusSeconds(AT, 90);
const ROLE: AgentRole = { arn: 'arn:role', profileDigest: 'd' };
const FACTS = { environment: environmentName('test'), profile: profileName('coding-agent'), role: ROLE };

const event = (changes: Partial<AgentUpdated>): AgentUpdated => ({
  type: 'Agent Updated',
  source: 'acme.platform',
  eventId: '1',
  occurredAt: LATER,
  agentId: agentId('agent-one'),
  ...changes,
});
const active = (changes: Partial<Agent> = {}): Agent =>
  ({ ...anAgent('agent-one', FACTS), ...changes, status: 'active' }) as Agent;
const suspended = (...reasons: SuspensionReason[]): Agent => ({
  ...anAgent('agent-one', { ...FACTS, role: { ...ROLE, lockedAt: AT } }),
  status: 'suspended',
  reasons,
});
const facts = (changes: Partial<UpdateFacts> = {}): UpdateFacts => ({
  now: NOW,
  catalog: CATALOG,
  formerProcess: aProcess('support'),
  process: aProcess('support', { profiles: [profileName('billing-agent'), profileName('coding-agent')] }),
  ...changes,
});
const codesOf = (result: ReturnType<typeof updateAgent>): readonly string[] =>
  result.ok ? [] : result.error.map(({ code }) => code);

describe('an update', () => {
  it('changes what it names and leaves the rest, without touching the role', () => {
    const agent = active({ displayName: 'Old', description: 'Kept' });

    const updated = updateAgent(agent, event({ displayName: 'New', labels: { team: 'a' } }), facts());

    expect(updated).toEqual({
      ok: true,
      value: { ...agent, displayName: 'New', labels: { team: 'a' }, updatedAt: LATER, revision: 2 },
    });
  });

  it('to another profile has the role made anew, and denies the sessions of before', () => {
    const updated = updateAgent(active(), event({ profile: profileName('billing-agent') }), facts());

    expect(updated).toMatchObject({
      ok: true,
      value: {
        status: 'provisioning',
        profile: 'billing-agent',
        role: { sessionsFrom: plusSeconds(NOW, 1) },
      },
    });
  });

  it.each<[string, SuspensionReason, Partial<AgentUpdated>]>([
    ['expired', 'expired', { expiresAt: plusSeconds(NOW, 60) }],
    ['whose process changed', 'process-changed', { profile: profileName('billing-agent') }],
    ['whose process was retired', 'process-retired', { processId: processId('other') }],
  ])('brings back an agent %s when it mends that', (_, reason, changes) => {
    expect(updateAgent(suspended(reason), event(changes), facts())).toMatchObject({
      ok: true,
      value: { status: 'provisioning' },
    });
  });

  it('does not bring back an agent that is suspended for something else', () => {
    const updated = updateAgent(
      suspended('compromised', 'expired'),
      event({ expiresAt: plusSeconds(NOW, 60) }),
      facts(),
    );

    expect(updated).toMatchObject({ ok: true, value: { status: 'suspended', reasons: ['compromised'] } });
  });

  it('that is older than the last changes nothing', () => {
    expect(updateAgent(active({ updatedAt: LATER }), event({ displayName: 'Old' }), facts())).toEqual({
      ok: true,
      value: undefined,
    });
  });

  it.each<[string, Partial<AgentUpdated>, Partial<UpdateFacts>, readonly string[]]>([
    [
      'a profile that the process does not allow',
      { profile: profileName('billing-agent') },
      { process: aProcess('support') },
      ['profile-not-allowed-by-process'],
    ],
    [
      'an unknown profile',
      { profile: profileName('no-profile') },
      {},
      ['profile-not-allowed-by-process', 'profile-unknown'],
    ],
    ['an unknown process', { processId: processId('nowhere') }, { process: undefined }, ['process-unknown']],
    ['its owner as backup', { backupOwnerId: ownerId('e1') }, {}, ['backup-is-owner']],
  ])('to %s is refused', (_, changes, given, codes) => {
    expect(codesOf(updateAgent(active(), event(changes), facts(given)))).toEqual(codes);
  });

  it('of an agent that is still being stopped is refused for the moment', () => {
    const agent: Agent = { ...anAgent('agent-one', FACTS), status: 'suspended', reasons: ['expired'] };

    expect(codesOf(updateAgent(agent, event({ expiresAt: plusSeconds(NOW, 60) }), facts()))).toEqual([
      'stop-not-cleared',
    ]);
  });

  it('of a retired agent is refused', () => {
    const agent: Agent = { ...anAgent('agent-one', FACTS), status: 'retired' };

    expect(codesOf(updateAgent(agent, event({ displayName: 'New' }), facts()))).toEqual(['agent-retired']);
  });
});
