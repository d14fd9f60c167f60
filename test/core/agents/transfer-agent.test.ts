import { describe, expect, it } from 'vitest';
import type { Agent, AgentRole, SuspensionReason } from '../../../lambdas/core/agents/agent.ts';
import { type TransferFacts, transferAgent } from '../../../lambdas/core/agents/transfer-agent.ts';
import type { OwnershipTransferred } from '../../../lambdas/core/events/inbound-event.ts';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import {
  AT,
  agentId,
  anAgent,
  anOwner,
  environmentName,
  ownerId,
} from '../../support/contract-suites/entities.ts';
import { CATALOG } from './registrations.ts';

const LATER = plusSeconds(AT, 60);
const NOW = plusSeconds(AT, 90.4);
const ROLE: AgentRole = { arn: 'arn:role', profileDigest: 'd' };
const LOCKED: AgentRole = { ...ROLE, lockedAt: AT };

const event = (changes: Partial<OwnershipTransferred> = {}): OwnershipTransferred => ({
  type: 'Ownership Transferred',
  source: 'acme.hr',
  eventId: '1',
  occurredAt: LATER,
  agentId: agentId('agent-one'),
  ownerId: ownerId('e2'),
  ...changes,
});

const LEFT = anOwner('e1', { status: 'left' });
const facts = (changes: Partial<TransferFacts> = {}): TransferFacts => ({
  now: NOW,
  formerOwner: anOwner('e1'),
  newOwner: anOwner('e2'),
  environment: CATALOG.environments.get(environmentName('test')),
  ...changes,
});

const active = (): Agent => ({ ...anAgent('agent-one'), status: 'active', role: ROLE });
const suspended = (role: AgentRole, ...reasons: SuspensionReason[]): Agent => ({
  ...anAgent('agent-one'),
  status: 'suspended',
  role,
  reasons,
});
const codesOf = (result: ReturnType<typeof transferAgent>): readonly string[] =>
  result.ok ? [] : result.error.map(({ code }) => code);

describe('a transfer', () => {
  it('of a working agent changes who answers for it, and nothing else', () => {
    const agent = active();

    const transferred = transferAgent(agent, event(), facts());

    expect(transferred).toEqual({
      ok: true,
      value: { ...agent, ownerId: 'e2', ownedSince: LATER, revision: agent.revision + 1 },
    });
  });

  it('of an agent whose owner left brings it back, without the sessions of before', () => {
    const transferred = transferAgent(suspended(LOCKED, 'owner-left'), event(), facts({ formerOwner: LEFT }));

    expect(transferred).toMatchObject({
      ok: true,
      value: {
        status: 'provisioning',
        ownerId: 'e2',
        // the second after the one in which it came back: sessions know whole seconds
        role: { ...ROLE, sessionsFrom: plusSeconds(AT, 91) },
      },
    });
    expect(JSON.stringify(transferred)).not.toContain('lockedAt');
  });

  it('leaves an agent suspended for the reasons that remain, with its role locked', () => {
    const agent = suspended(LOCKED, 'compromised', 'owner-left');

    const transferred = transferAgent(agent, event(), facts({ formerOwner: LEFT }));

    expect(transferred).toMatchObject({
      ok: true,
      value: { status: 'suspended', reasons: ['compromised'], ownerId: 'e2', role: LOCKED },
    });
  });

  it.each([
    ['is older than what is known', event({ occurredAt: AT }), active()],
    ['names the owner it has', event({ ownerId: ownerId('e1') }), active()],
  ])('changes nothing when it %s', (_, given, agent) => {
    expect(transferAgent(agent, given, facts())).toEqual({ ok: true, value: undefined });
  });

  it.each<[string, Agent, Partial<TransferFacts>, readonly string[]]>([
    ['an unknown person', active(), { newOwner: undefined }, ['owner-unknown']],
    ['a person who left', active(), { newOwner: anOwner('e2', { status: 'left' }) }, ['owner-left']],
    [
      'a person who is leaving by now',
      active(),
      { newOwner: anOwner('e2', { leavesAt: NOW, announcedAt: AT }) },
      ['owner-left'],
    ],
    [
      'anybody where owners have to accept',
      active(),
      { environment: CATALOG.environments.get(environmentName('production')) },
      ['acceptance-not-possible'],
    ],
    [
      'anybody while the leaving of its owner is carried out',
      active(),
      { formerOwner: LEFT },
      ['stop-not-cleared'],
    ],
    [
      'anybody before its role is locked',
      suspended(ROLE, 'owner-left'),
      { formerOwner: LEFT },
      ['stop-not-cleared'],
    ],
    ['anybody once it is retired', { ...anAgent('agent-one'), status: 'retired' }, {}, ['agent-retired']],
    [
      'an unknown person once it is retired',
      { ...anAgent('agent-one'), status: 'retired' },
      { newOwner: undefined },
      ['agent-retired', 'owner-unknown'],
    ],
  ])('to %s is refused', (_, agent, changes, codes) => {
    expect(codesOf(transferAgent(agent, event(), facts(changes)))).toEqual(codes);
  });
});
