import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import { SESSION_POLICY_LIMIT } from '../../../lambdas/core/leases/check-scope.ts';
import { decideLease, type LeaseCase } from '../../../lambdas/core/leases/decide-lease.ts';
import { environmentName, ownerId, processId, stopId } from '../../support/contract-suites/entities.ts';
import { READ_CODE } from '../../support/profiles.ts';
import {
  activeAgent,
  catalogOf,
  DIGEST,
  ENVIRONMENT,
  factsOf,
  inSeconds,
  leaseCase,
  NOW,
  owner,
  process,
  profileName,
  WORKLOAD,
} from './lease-cases.ts';

// mostly as it should be, so that many cases are granted and the others fail in one place or in few
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(usual, ...others) },
  );

const seconds = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.integer({ min: -10, max: 5000 }) },
);

interface World {
  readonly status: Agent['status'];
  readonly subject: string;
  readonly audience: string | undefined;
  readonly digest: string;
  readonly account: string;
  readonly locked: boolean;
  readonly environment: string;
  readonly profile: string;
  readonly profileEnvironment: string;
  readonly expires: number | undefined;
  readonly ownerStatus: 'active' | 'left';
  readonly ownerId: string;
  readonly ownerStops: number;
  readonly leaves: number | undefined;
  readonly processId: string;
  readonly processStatus: 'active' | 'retired';
  readonly processProfile: string;
  readonly processStop: string | undefined;
  readonly permissions: readonly string[];
  readonly elevation: string | undefined;
  readonly asked: number | undefined;
  readonly profileMax: number;
  readonly environmentMax: number;
}

const worlds: fc.Arbitrary<World> = fc.record({
  status: mostly<Agent['status']>('active', 'pending', 'provisioning', 'suspended', 'retired'),
  subject: mostly(WORKLOAD.subject, 'another'),
  audience: mostly<string | undefined>(undefined, 'mandate', 'own'),
  digest: mostly(DIGEST, 'older'),
  account: mostly(ENVIRONMENT.account, '999999999999'),
  locked: mostly(false, true),
  environment: mostly('test', 'staging'),
  profile: mostly('coding-agent', 'unheard-of'),
  profileEnvironment: mostly('test', 'production'),
  expires: seconds,
  ownerStatus: mostly<'active' | 'left'>('active', 'left'),
  ownerId: mostly('e1', 'e2'),
  ownerStops: mostly(0, 1, 2),
  leaves: seconds,
  processId: mostly('support', 'finance'),
  processStatus: mostly<'active' | 'retired'>('active', 'retired'),
  processProfile: mostly('coding-agent', 'support-agent'),
  processStop: mostly<string | undefined>(undefined, 'all', 'coding-agent', 'support-agent'),
  permissions: mostly<readonly string[]>(
    [],
    ['read-code'],
    ['drop-tables'],
    ['merge-pull-request', 'read-code'],
  ),
  elevation: mostly<string | undefined>(undefined, 'any'),
  asked: fc.option(fc.integer({ min: 800, max: 5000 }), { nil: undefined }),
  profileMax: fc.integer({ min: 800, max: 3600 }),
  environmentMax: fc.integer({ min: 800, max: 3600 }),
});

const agentIn = (world: World): Agent => {
  const role = {
    arn: `arn:aws:iam::${world.account}:role/mandate/test/mandate-agent-one`,
    profileDigest: world.digest,
    ...(world.locked && { lockedAt: NOW }),
  };
  const agent = activeAgent({
    role,
    environment: environmentName(world.environment),
    profile: profileName(world.profile),
    workload: {
      issuer: WORKLOAD.issuer,
      subject: world.subject,
      ...(world.audience !== undefined && { audience: world.audience }),
    },
    ...(world.expires !== undefined && { expiresAt: inSeconds(world.expires) }),
  });
  return world.status === 'suspended'
    ? { ...agent, status: 'suspended', reasons: ['manual'] }
    : { ...agent, status: world.status };
};

const stopsIn = ({ processStop }: World) => {
  if (processStop === undefined) return [];
  return [{ stopId: stopId(1), ...(processStop !== 'all' && { profiles: [profileName(processStop)] }) }];
};

const caseOf = (world: World): LeaseCase => {
  const served = process({
    processId: processId(world.processId),
    profiles: [profileName(world.processProfile)],
    stops: stopsIn(world),
  });
  return leaseCase({
    facts: factsOf({
      agent: agentIn(world),
      owner: owner({
        ownerId: ownerId(world.ownerId),
        status: world.ownerStatus,
        stopIds: [1, 2].slice(0, world.ownerStops).map(stopId),
        ...(world.leaves !== undefined && { leavesAt: inSeconds(world.leaves) }),
      }),
      process: world.processStatus === 'active' ? served : { ...served, status: 'retired', retiredAt: NOW },
    }),
    request: {
      permissions: world.permissions,
      ...(world.elevation !== undefined && { elevation: world.elevation }),
      ...(world.asked !== undefined && { durationSeconds: world.asked }),
    },
    catalog: catalogOf({
      environment: { ...ENVIRONMENT, maxLeaseSeconds: world.environmentMax },
      profile: {
        environments: [environmentName(world.profileEnvironment)],
        maxLeaseSeconds: world.profileMax,
        permissions: [READ_CODE],
      },
    }),
  });
};

const limitsIn = ({ asked = 1800, profileMax, environmentMax, expires, leaves }: World): readonly number[] =>
  [asked, profileMax, environmentMax, 3600, expires, leaves].filter((limit) => limit !== undefined);

/** The rules once more, each as a plain condition. */
const RULES: Readonly<Record<string, (world: World) => boolean>> = {
  bound: ({ subject }) => subject === WORKLOAD.subject,
  audience: ({ audience }) => audience !== 'own',
  active: ({ status }) => status === 'active',
  currentRole: ({ digest, account, locked }) =>
    digest === DIGEST && account === ENVIRONMENT.account && !locked,
  deployedEnvironment: ({ environment, profileEnvironment }) =>
    environment === 'test' && profileEnvironment === 'test',
  deployedProfile: ({ profile }) => profile === 'coding-agent',
  owned: (world) => world.ownerId === 'e1' && world.ownerStatus === 'active' && world.ownerStops === 0,
  served: (world) => world.processId === 'support' && world.processStatus === 'active',
  allowed: ({ processProfile, profile }) => processProfile === profile,
  unstopped: ({ processStop, profile }) => processStop !== 'all' && processStop !== profile,
  within: ({ permissions, elevation }) =>
    permissions.every((name) => name === 'read-code') && elevation === undefined,
  longEnough: (world) => Math.min(...limitsIn(world)) >= 900,
};

const violated = (world: World): readonly string[] =>
  Object.entries(RULES).flatMap(([rule, holds]) => (holds(world) ? [] : [rule]));

describe('whatever the facts', () => {
  it('a lease is granted if every rule holds, and refused with reasons if one does not', () => {
    const seen = { granted: 0, refused: 0 };
    fc.assert(
      fc.property(worlds, (world) => {
        const broken = violated(world);

        const decided = decideLease(caseOf(world));

        expect({ broken, granted: decided.ok }).toEqual({ broken, granted: broken.length === 0 });
        if (!decided.ok) expect(decided.error.reasons.length).toBeGreaterThan(0);
        seen[decided.ok ? 'granted' : 'refused'] += 1;
      }),
      { numRuns: 3000 },
    );
    // else it would be said of too little
    expect(seen.granted).toBeGreaterThan(100);
    expect(seen.refused).toBeGreaterThan(100);
  });
});

/** What makes a world good; the rest of it is free. */
const GOOD = {
  status: 'active',
  subject: WORKLOAD.subject,
  audience: 'mandate',
  digest: DIGEST,
  account: ENVIRONMENT.account,
  locked: false,
  environment: 'test',
  profile: 'coding-agent',
  profileEnvironment: 'test',
  ownerStatus: 'active',
  ownerId: 'e1',
  ownerStops: 0,
  processId: 'support',
  processStatus: 'active',
  processProfile: 'coding-agent',
  elevation: undefined,
} as const satisfies Partial<World>;

const longEnough = fc.integer({ min: 900, max: 5000 });
const goodWorlds: fc.Arbitrary<World> = fc
  .record({
    expires: fc.option(longEnough, { nil: undefined }),
    leaves: fc.option(longEnough, { nil: undefined }),
    asked: fc.option(longEnough, { nil: undefined }),
    profileMax: fc.integer({ min: 900, max: 3600 }),
    environmentMax: fc.integer({ min: 900, max: 3600 }),
    permissions: fc.constantFrom([], ['read-code']),
    processStop: fc.constantFrom(undefined, 'support-agent'),
  })
  .map((free) => ({ ...GOOD, ...free }));

describe('a granted lease', () => {
  it('lasts as long as the shortest limit and no longer, and its session policy fits', () => {
    fc.assert(
      fc.property(goodWorlds, (world) => {
        const decided = decideLease(caseOf(world));

        if (!decided.ok) expect.fail(JSON.stringify(decided.error.reasons));
        const { lease, durationSeconds, sessionPolicy } = decided.value;
        expect(durationSeconds).toBe(Math.min(...limitsIn(world)));
        for (const limit of limitsIn(world)) expect(lease.expiresAt <= inSeconds(limit)).toBe(true);
        expect(JSON.stringify(sessionPolicy ?? {}).length).toBeLessThanOrEqual(SESSION_POLICY_LIMIT);
        expect(lease.permissions ?? []).toEqual(world.permissions);
      }),
    );
  });

  it.each<[string, Partial<World>]>([
    ['its workload', { subject: 'another' }],
    ['the audience', { audience: 'own' }],
    ['an agent that is accepted', { status: 'pending' }],
    ['an agent whose role was tried', { status: 'provisioning' }],
    ['an agent that is not suspended', { status: 'suspended' }],
    ['an agent that is not retired', { status: 'retired' }],
    ['a role of the deployed profile', { digest: 'older' }],
    ['a role in the environment’s account', { account: '999999999999' }],
    ['a role that is not locked', { locked: true }],
    ['an environment that is deployed', { environment: 'staging' }],
    ['a profile that is deployed', { profile: 'unheard-of' }],
    ['a profile for the environment', { profileEnvironment: 'production' }],
    ['time before the agent expires', { expires: 899 }],
    ['an agent that has not expired', { expires: 0 }],
    ['an owner', { ownerId: 'e2' }],
    ['an owner who is here', { ownerStatus: 'left' }],
    ['an owner without a stop', { ownerStops: 1 }],
    ['time before the owner leaves', { leaves: 899 }],
    ['an owner who has not left as announced', { leaves: 0 }],
    ['a process', { processId: 'finance' }],
    ['a process that is not retired', { processStatus: 'retired' }],
    ['a process that allows the profile', { processProfile: 'support-agent' }],
    ['a process without a stop', { processStop: 'all' }],
    ['a process without a stop on the profile', { processStop: 'coding-agent' }],
    ['permissions of the profile', { permissions: ['read-code', 'drop-tables'] }],
    ['permissions that need no approval', { permissions: ['merge-pull-request'] }],
    ['to do without an elevation', { elevation: 'any' }],
    ['to be asked for 900 seconds or more', { asked: 899 }],
    ['a profile that allows 900 seconds', { profileMax: 899 }],
    ['an environment that allows 900 seconds', { environmentMax: 899 }],
  ])('needs %s', (_, missing) => {
    fc.assert(
      fc.property(goodWorlds, (world) => {
        const granted = decideLease(caseOf(world));
        const refused = decideLease(caseOf({ ...world, ...missing }));

        expect([granted.ok, refused.ok]).toEqual([true, false]);
      }),
      { numRuns: 30 },
    );
  });
});
