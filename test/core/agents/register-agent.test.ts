import { describe, expect, it } from 'vitest';
import type { RegistrationFacts } from '../../../lambdas/core/agents/check-registration.ts';
import { registerAgent } from '../../../lambdas/core/agents/register-agent.ts';
import type { AgentRegistered } from '../../../lambdas/core/events/inbound-event.ts';
import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import type { RetiredProcess } from '../../../lambdas/core/processes/process.ts';
import {
  agentId,
  anAgent,
  anOwner,
  aProcess,
  environmentName,
  ownerId,
  processId,
  retired,
} from '../../support/contract-suites/entities.ts';
import { CATALOG, factsWith, NOW, profileName, registration } from './registrations.ts';

const RETIRED_PROCESS: RetiredProcess = {
  processId: processId('support'),
  status: 'retired',
  retiredAt: NOW,
  stops: [],
  revision: 2,
};

interface Refused {
  readonly reason: string;
  readonly name: string;
  readonly asked?: Partial<AgentRegistered>;
  readonly facts?: Partial<RegistrationFacts>;
}

const REFUSED: readonly Refused[] = [
  {
    reason: 'agent-retired',
    name: 'the id is that of a retired agent',
    facts: { existing: retired(anAgent('agent-one')) },
  },
  {
    reason: 'agent-exists',
    name: 'the id is that of another agent',
    facts: { existing: anAgent('agent-one') },
  },
  {
    reason: 'workload-taken',
    name: 'the workload is bound to another agent',
    facts: { boundTo: agentId('agent-two') },
  },
  {
    reason: 'issuer-unknown',
    name: 'the issuer is not configured',
    asked: { workload: { issuer: 'https://evil.example', subject: 'workload-of-agent-one' } },
  },
  { reason: 'owner-unknown', name: 'nothing is known of the owner', facts: { owner: undefined } },
  { reason: 'owner-left', name: 'the owner has left', facts: { owner: anOwner('e1', { status: 'left' }) } },
  {
    reason: 'owner-left',
    name: 'the owner’s announced leaving is now',
    facts: { owner: anOwner('e1', { leavesAt: NOW }) },
  },
  {
    reason: 'backup-is-owner',
    name: 'the backup is the owner',
    asked: { backupOwnerId: ownerId('e1') },
  },
  { reason: 'process-unknown', name: 'nothing is known of the process', facts: { process: undefined } },
  { reason: 'process-retired', name: 'the process is retired', facts: { process: RETIRED_PROCESS } },
  {
    reason: 'profile-not-allowed-by-process',
    name: 'the process does not allow the profile',
    facts: { process: aProcess('support', { profiles: [profileName('billing-agent')] }) },
  },
  {
    reason: 'profile-not-allowed-by-process',
    name: 'the process allows nothing',
    facts: { process: aProcess('support', { profiles: [] }) },
  },
  {
    reason: 'profile-not-allowed-in-environment',
    name: 'the profile is not allowed there',
    asked: { environment: environmentName('staging') },
  },
  {
    reason: 'profile-unknown',
    name: 'the profile is not deployed',
    asked: { profile: profileName('ghost') },
    facts: { process: aProcess('support', { profiles: [profileName('ghost')] }) },
  },
  { reason: 'already-expired', name: 'it ends now', asked: { expiresAt: NOW } },
  { reason: 'already-expired', name: 'it ended', asked: { expiresAt: plusSeconds(NOW, -1) } },
];

const codesOf = (asked: AgentRegistered, facts: RegistrationFacts): readonly string[] => {
  const judged = registerAgent(asked, facts);
  return judged.ok ? [] : judged.error.map(({ code }) => code);
};

describe('a registration', () => {
  it.each(REFUSED)('is refused as $reason if $name', ({ reason, asked, facts }) => {
    expect(codesOf(registration(asked), factsWith(facts))).toEqual([reason]);
  });

  it('is refused in an unknown environment, where no profile is allowed either', () => {
    expect(codesOf(registration({ environment: environmentName('moon') }), factsWith())).toEqual([
      'environment-unknown',
      'profile-not-allowed-in-environment',
    ]);
  });

  it('is refused with every reason at once', () => {
    const asked = registration({
      environment: environmentName('moon'),
      profile: profileName('ghost'),
      workload: { issuer: 'https://evil.example', subject: 's' },
      backupOwnerId: ownerId('e1'),
      expiresAt: NOW,
    });
    const facts = factsWith({
      existing: retired(anAgent('agent-one')),
      boundTo: agentId('agent-two'),
      owner: anOwner('e1', { status: 'left' }),
      process: RETIRED_PROCESS,
    });

    expect(codesOf(asked, facts)).toEqual([
      'agent-retired',
      'workload-taken',
      'issuer-unknown',
      'owner-left',
      'backup-is-owner',
      'process-retired',
      'environment-unknown',
      'profile-unknown',
      'already-expired',
    ]);
  });

  it('is refused in words that say what was wrong and what to do', () => {
    for (const { asked, facts } of REFUSED) {
      const judged = registerAgent(registration(asked), factsWith(facts));

      const [{ message, resolution } = { message: '', resolution: '' }] = judged.ok ? [] : judged.error;
      expect(message).toMatch(/^[^A-Z].{10,}[^.]$/);
      expect(resolution).toMatch(/^[^A-Z].{10,}[^.]$/);
    }
  });

  it.each([
    ['nothing about it is wrong', {}, {}],
    ['its end is to come', { expiresAt: plusSeconds(NOW, 1) }, {}],
    [
      'its owner’s announced leaving is to come',
      {},
      { owner: anOwner('e1', { leavesAt: plusSeconds(NOW, 1) }) },
    ],
    ['its workload is its own already', {}, { boundTo: agentId('agent-one') }],
    ['another person backs the owner up', { backupOwnerId: ownerId('e2') }, {}],
    [
      'its workload is an AWS principal',
      { workload: { awsPrincipalArn: 'arn:aws:iam::111122223333:role/x' } },
      {},
    ],
  ] as const)('is accepted if %s', (_, asked, facts) => {
    expect(codesOf(registration(asked), factsWith(facts))).toEqual([]);
  });
});

describe('an accepted registration', () => {
  it('makes an agent whose role is to be made', () => {
    const asked = registration({
      backupOwnerId: ownerId('e2'),
      displayName: 'One',
      description: 'It codes.',
      expiresAt: plusSeconds(NOW, 60),
      labels: { team: 'a' },
    });

    const { type: _, source: __, eventId: ___, occurredAt: ____, ...told } = asked;
    expect(registerAgent(asked, factsWith())).toEqual({
      ok: true,
      value: {
        ...told,
        status: 'provisioning',
        ownedSince: asked.occurredAt,
        registeredAt: NOW,
        registeredBy: 'event:acme.itsm/1',
        since: NOW,
        revision: 1,
      },
    });
  });

  it('makes an agent that waits for its owner, where the environment wants that', () => {
    const asked = registration({ environment: environmentName('production') });

    expect(registerAgent(asked, factsWith())).toMatchObject({ ok: true, value: { status: 'pending' } });
    expect(CATALOG.environments.get(environmentName('production'))?.acceptance).toBe('owner');
  });
});

describe('a registration that is repeated under another event id', () => {
  const registered = registerAgent(registration(), factsWith());
  const existing = registered.ok ? registered.value : undefined;
  const repeated = registration({ eventId: '2', occurredAt: plusSeconds(NOW, 60) });

  it.each([
    ['the agent is as it was', {}],
    ['its owner has left since', { owner: anOwner('e1', { status: 'left' }) }],
    ['its process is retired since', { process: RETIRED_PROCESS }],
  ])('changes nothing if %s', (_, facts) => {
    const judged = registerAgent(repeated, factsWith({ existing, boundTo: agentId('agent-one'), ...facts }));

    expect(existing).toBeDefined();
    expect(judged).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['owner', { ownerId: ownerId('e2') }],
    ['environment', { environment: environmentName('production') }],
    ['process', { processId: processId('billing') }],
    ['profile', { profile: profileName('billing-agent') }],
    ['workload', { workload: { issuer: 'https://issuer.example', subject: 'another' } }],
    [
      'audience',
      { workload: { issuer: 'https://issuer.example', subject: 'workload-of-agent-one', audience: 'x' } },
    ],
    ['backup', { backupOwnerId: ownerId('e2') }],
    ['end', { expiresAt: plusSeconds(NOW, 60) }],
  ])('is refused if it names another %s', (_, changes) => {
    expect(codesOf({ ...repeated, ...changes }, factsWith({ existing }))).toContain('agent-exists');
  });

  it('is refused if the agent is retired since: an id is never used again', () => {
    expect(codesOf(repeated, factsWith({ existing: existing && retired(existing) }))).toEqual([
      'agent-retired',
    ]);
  });
});
