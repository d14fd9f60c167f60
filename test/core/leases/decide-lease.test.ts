import { describe, expect, it } from 'vitest';
import type { Agent, SuspensionReason } from '../../../lambdas/core/agents/agent.ts';
import { decideLease, type LeaseCase } from '../../../lambdas/core/leases/decide-lease.ts';
import type { Process } from '../../../lambdas/core/processes/process.ts';
import {
  environmentName,
  leaseId,
  ownerId,
  processId,
  stopId,
} from '../../support/contract-suites/entities.ts';
import {
  ACCOUNT,
  activeAgent,
  asking,
  catalogOf,
  ENVIRONMENT,
  factsOf,
  inSeconds,
  leaseCase,
  NOW,
  owner,
  process,
  profileName,
  SUBJECT,
  WORKLOAD,
  withAgent,
  withFacts,
} from './lease-cases.ts';

const inStatus = (status: 'pending' | 'provisioning' | 'retired'): Agent => ({ ...activeAgent(), status });
const suspended = (...reasons: readonly SuspensionReason[]): Agent => ({
  ...activeAgent(),
  status: 'suspended',
  reasons,
});
const role = (changes: Partial<ReturnType<typeof activeAgent>['role']>): Agent =>
  activeAgent({ role: { ...activeAgent().role, ...changes } });
const retiredProcess: Process = { ...process(), status: 'retired', retiredAt: NOW };

interface RefusedCase {
  readonly name: string;
  readonly asked: LeaseCase;
  readonly reasons: readonly string[];
  /** @default refused */
  readonly code?: string;
  readonly retryAfterSeconds?: number;
}

const BINDING: readonly RefusedCase[] = [
  {
    name: 'no agent is bound to the workload',
    asked: leaseCase({ facts: undefined }),
    reasons: ['workload-not-bound'],
  },
  {
    name: 'the agent is bound to another subject',
    asked: leaseCase({ workload: { ...WORKLOAD, subject: 'another' } }),
    reasons: ['workload-not-bound'],
  },
  {
    name: 'the agent is bound to another issuer',
    asked: leaseCase({ workload: { ...WORKLOAD, issuer: 'https://other.example' } }),
    reasons: ['workload-not-bound'],
  },
  {
    name: 'the agent is bound to an AWS principal',
    asked: withAgent(activeAgent({ workload: { awsPrincipalArn: SUBJECT } })),
    reasons: ['workload-not-bound'],
  },
  {
    name: 'the token lacks the audience that the agent was registered with',
    asked: withAgent(
      activeAgent({ workload: { issuer: WORKLOAD.issuer, subject: SUBJECT, audience: 'own' } }),
    ),
    reasons: ['audience-mismatch'],
  },
];

const AGENT: readonly RefusedCase[] = [
  { name: 'the agent is pending', asked: withAgent(inStatus('pending')), reasons: ['agent-pending'] },
  {
    name: 'its role is being made',
    asked: withAgent(inStatus('provisioning')),
    reasons: ['agent-provisioning'],
    code: 'not-ready',
    retryAfterSeconds: 10,
  },
  { name: 'the agent is suspended', asked: withAgent(suspended('manual')), reasons: ['agent-suspended'] },
  {
    name: 'the agent is suspended for three reasons',
    asked: withAgent(suspended('expired', 'manual', 'owner-left')),
    reasons: ['agent-suspended', 'agent-suspended', 'agent-suspended'],
  },
  {
    name: 'the agent is suspended for no reason that is known',
    asked: withAgent(suspended()),
    reasons: ['agent-suspended'],
  },
  { name: 'the agent is retired', asked: withAgent(inStatus('retired')), reasons: ['agent-retired'] },
  {
    name: 'the agent expires at this very moment',
    asked: withAgent(activeAgent({ expiresAt: NOW })),
    reasons: ['agent-expired'],
  },
  {
    name: 'the deployment lacks the environment',
    asked: withAgent(activeAgent({ environment: environmentName('staging') })),
    reasons: ['environment-not-deployed', 'profile-not-deployed'],
  },
  {
    name: 'the deployment lacks the profile',
    asked: withAgent(activeAgent({ profile: profileName('unheard-of') })),
    reasons: ['profile-not-deployed'],
  },
  {
    name: 'the profile is not meant for the environment',
    asked: leaseCase({ catalog: catalogOf({ profile: { environments: [environmentName('production')] } }) }),
    reasons: ['profile-not-deployed'],
  },
  {
    name: 'the role was compiled for an older profile',
    asked: withAgent(role({ profileDigest: 'e'.repeat(64) })),
    reasons: ['role-not-current'],
    code: 'not-ready',
    retryAfterSeconds: 30,
  },
  {
    name: 'the role is in another account than the environment',
    asked: withAgent(role({ arn: 'arn:aws:iam::999999999999:role/mandate/test/mandate-agent-one' })),
    reasons: ['role-not-current'],
    code: 'not-ready',
    retryAfterSeconds: 30,
  },
  {
    name: 'the role is locked',
    asked: withAgent(role({ lockedAt: NOW })),
    reasons: ['role-locked'],
    code: 'not-ready',
    retryAfterSeconds: 30,
  },
];

const ACCOUNTABILITY: readonly RefusedCase[] = [
  { name: 'the owner is unknown', asked: withFacts({ owner: undefined }), reasons: ['owner-unknown'] },
  {
    name: 'the owner is somebody else than the agent’s',
    asked: withFacts({ owner: owner({ ownerId: ownerId('e2') }) }),
    reasons: ['owner-unknown'],
  },
  {
    name: 'the owner has left',
    asked: withFacts({ owner: owner({ status: 'left' }) }),
    reasons: ['owner-left'],
  },
  {
    name: 'the owner leaves at this very moment',
    asked: withFacts({ owner: owner({ leavesAt: NOW }) }),
    reasons: ['owner-left'],
  },
  {
    name: 'a stop is on the owner',
    asked: withFacts({ owner: owner({ stopIds: [stopId(1)] }) }),
    reasons: ['owner-stopped'],
  },
  { name: 'the process is unknown', asked: withFacts({ process: undefined }), reasons: ['process-unknown'] },
  {
    name: 'the process is another than the agent’s',
    asked: withFacts({ process: process({ processId: processId('finance') }) }),
    reasons: ['process-unknown'],
  },
  {
    name: 'the process is retired',
    asked: withFacts({ process: retiredProcess }),
    reasons: ['process-retired'],
  },
  {
    name: 'the process no longer allows the profile',
    asked: withFacts({ process: process({ profiles: [profileName('support-agent')] }) }),
    reasons: ['profile-not-in-process'],
  },
  {
    name: 'a stop is on the whole process',
    asked: withFacts({ process: process({ stops: [{ stopId: stopId(1) }] }) }),
    reasons: ['process-stopped'],
  },
  {
    name: 'a stop is on the process’s agents of the profile',
    asked: withFacts({
      process: process({ stops: [{ stopId: stopId(1), profiles: [profileName('coding-agent')] }] }),
    }),
    reasons: ['process-stopped'],
  },
];

const TOGETHER: readonly RefusedCase[] = [
  {
    name: 'the agent is suspended, expired and of an unknown profile',
    asked: withAgent({ ...suspended('manual'), expiresAt: NOW, profile: profileName('unheard-of') }),
    reasons: ['agent-suspended', 'profile-not-deployed', 'agent-expired'],
  },
  {
    name: 'the agent is expired and its role not current: waiting would not help',
    asked: withAgent({ ...role({ profileDigest: 'e'.repeat(64) }), expiresAt: NOW }),
    reasons: ['agent-expired', 'role-not-current'],
  },
  {
    name: 'the owner has left and is stopped, the process is retired and stopped',
    asked: withFacts({
      owner: owner({ status: 'left', stopIds: [stopId(1)] }),
      process: { ...retiredProcess, stops: [{ stopId: stopId(2) }] },
    }),
    reasons: ['owner-left', 'owner-stopped', 'process-retired', 'process-stopped'],
  },
  {
    name: 'two stages fail: the first one is told',
    asked: withFacts({ agent: suspended('manual'), owner: undefined, process: undefined }),
    reasons: ['agent-suspended'],
  },
];

describe('a lease is refused when', () => {
  it.each([...BINDING, ...AGENT, ...ACCOUNTABILITY, ...TOGETHER])('$name', (expected) => {
    const { asked, reasons, code = 'refused', retryAfterSeconds } = expected;

    const decided = decideLease(asked);

    if (decided.ok) expect.fail('it was granted');
    expect(decided.error.reasons.map((reason) => reason.code)).toEqual(reasons);
    expect(decided.error.code).toBe(code);
    expect(decided.error.retryAfterSeconds).toBe(retryAfterSeconds);
  });
});

describe('a refusal', () => {
  it('goes on the record of the agent that the workload is bound to', () => {
    const decided = decideLease(withFacts({ owner: undefined }));

    expect(decided).toMatchObject({ ok: false, error: { agent: { agentId: 'agent-one' } } });
  });

  it('goes on no record when the workload is bound to none', () => {
    const decided = decideLease(leaseCase({ workload: { ...WORKLOAD, subject: 'another' } }));

    expect(decided).toMatchObject({ ok: false });
    expect(decided.ok ? undefined : decided.error).not.toHaveProperty('agent');
  });

  it('names each reason for a suspension, with the way back from it', () => {
    const decided = decideLease(withAgent(suspended('manual', 'owner-left')));

    expect(decided.ok ? [] : decided.error.reasons).toEqual([
      {
        code: 'agent-suspended',
        message: 'agent "agent-one" is suspended: manual',
        resolution: 'ask who suspended it: its audit record says who and why',
      },
      {
        code: 'agent-suspended',
        message: 'agent "agent-one" is suspended: owner-left',
        resolution: 'transfer the agent to an owner who is active',
      },
    ]);
  });
});

describe('a lease', () => {
  it('is granted when nothing is against it, for as long as by default', () => {
    const decided = decideLease(leaseCase());

    expect(decided).toMatchObject({
      ok: true,
      value: {
        durationSeconds: 1800,
        environment: ENVIRONMENT,
        lease: {
          leaseId: leaseId(1),
          agentId: 'agent-one',
          ownerId: 'e1',
          processId: 'support',
          processVersion: '1',
          profile: 'coding-agent',
          environment: 'test',
          roleArn: `arn:aws:iam::${ACCOUNT}:role/mandate/test/mandate-agent-one`,
          issuedAt: NOW,
          expiresAt: inSeconds(1800),
        },
      },
    });
  });

  it('is granted when the token has the agent’s own audience among others', () => {
    const workload = { issuer: WORKLOAD.issuer, subject: SUBJECT, audience: 'own' };
    const facts = factsOf({ agent: activeAgent({ workload }) });

    const decided = decideLease(
      leaseCase({ facts, workload: { ...WORKLOAD, audiences: ['mandate', 'own'] } }),
    );

    expect(decided.ok).toBe(true);
  });

  it('is granted when a stop on the process is on other profiles', () => {
    const stops = [{ stopId: stopId(1), profiles: [profileName('support-agent')] }];

    const decided = decideLease(withFacts({ process: process({ stops }) }));

    expect(decided.ok).toBe(true);
  });

  it('is of the whole role unless permissions are named', () => {
    const decided = decideLease(asking({ permissions: [] }));

    expect(decided.ok).toBe(true);
    const granted = decided.ok ? decided.value : undefined;
    expect(granted).not.toHaveProperty('sessionPolicy');
    expect(granted?.lease).not.toHaveProperty('permissions');
  });
});
