import { describe, expect, it } from 'vitest';
import { clearOwnerStop, leaveOwner } from '../../../lambdas/core/owners/apply-owner-fact.ts';
import { ownerIsActive } from '../../../lambdas/core/owners/owner.ts';
import { ownerId, stopId } from '../../support/contract-suites/entities.ts';
import {
  announced,
  changed,
  hour,
  joined,
  left,
  NOW,
  type OwnerFact,
  returned,
  tellAll,
} from './owner-facts.ts';

interface Case {
  readonly name: string;
  readonly facts: readonly OwnerFact[];
  readonly status: 'active' | 'left';
  readonly leavesAt?: number;
  /** How many stops were raised. */
  readonly stops: number;
}

const CASES: readonly Case[] = [
  { name: 'one who joined', facts: [joined(1)], status: 'active', stops: 0 },
  { name: 'one who is only described', facts: [changed(1)], status: 'active', stops: 0 },
  { name: 'one who returned, of whom nothing was known', facts: [returned(1)], status: 'active', stops: 0 },
  { name: 'one who left, of whom nothing was known', facts: [left(1)], status: 'left', stops: 1 },
  { name: 'one who joined and left', facts: [joined(1), left(2)], status: 'left', stops: 1 },
  { name: 'one whose leaving came first', facts: [left(2), joined(1)], status: 'left', stops: 1 },
  { name: 'one who left again', facts: [left(1), left(2)], status: 'left', stops: 1 },
  { name: 'one who returned', facts: [left(1), returned(2)], status: 'active', stops: 1 },
  { name: 'one who joined anew', facts: [left(1), joined(2)], status: 'active', stops: 1 },
  { name: 'one whose return came first', facts: [returned(2), left(1)], status: 'active', stops: 0 },
  { name: 'one who returned and left', facts: [left(1), returned(2), left(3)], status: 'left', stops: 2 },
  { name: 'one who left and is described later', facts: [left(1), changed(2)], status: 'left', stops: 1 },
  { name: 'one who left before being described', facts: [changed(2), left(1)], status: 'left', stops: 1 },
  { name: 'one who joined and left at once', facts: [joined(1), left(1)], status: 'left', stops: 1 },
  { name: 'one who left and joined at once', facts: [left(1), joined(1)], status: 'left', stops: 1 },
  { name: 'one who left and returned at once', facts: [left(1), returned(1)], status: 'left', stops: 1 },
  {
    name: 'one who left at the dawn of time',
    facts: [changed(1), left(0, { occurredAt: '0001-01-01T00:00:00.000Z' as never })],
    status: 'left',
    stops: 1,
  },
  {
    name: 'one who will leave',
    facts: [joined(1), announced(2, 200)],
    status: 'active',
    leavesAt: 200,
    stops: 0,
  },
  {
    name: 'one whose announced leaving is over',
    facts: [joined(1), announced(2, 99)],
    status: 'left',
    stops: 1,
  },
  {
    name: 'one whose announced leaving is now',
    facts: [joined(1), announced(2, 100)],
    status: 'left',
    stops: 1,
  },
  {
    name: 'one who will leave later than was told first',
    facts: [announced(1, 200), announced(2, 300)],
    status: 'active',
    leavesAt: 300,
    stops: 0,
  },
  {
    name: 'one who was told later to leave otherwise',
    facts: [announced(2, 300), announced(1, 200)],
    status: 'active',
    leavesAt: 300,
    stops: 0,
  },
  {
    name: 'one who will leave at two times, told at once',
    facts: [announced(1, 300), announced(1, 200), announced(1, 400)],
    status: 'active',
    leavesAt: 200,
    stops: 0,
  },
  {
    name: 'one who will not leave after all',
    facts: [announced(1, 200), returned(2)],
    status: 'active',
    stops: 0,
  },
  {
    name: 'one whose return was told before the leaving it called off',
    facts: [returned(2), announced(1, 200)],
    status: 'active',
    stops: 0,
  },
  {
    name: 'one who was to leave and left at once',
    facts: [announced(1, 200), left(2)],
    status: 'left',
    stops: 1,
  },
  {
    name: 'one who left, and is told to leave later',
    facts: [left(1), announced(2, 200)],
    status: 'left',
    leavesAt: 200,
    stops: 1,
  },
  {
    name: 'one who is told to leave later, and had left',
    facts: [announced(2, 200), left(1)],
    status: 'left',
    leavesAt: 200,
    stops: 1,
  },
  {
    name: 'one who left, returned, and will leave, told backwards',
    facts: [announced(3, 200), returned(2), left(1)],
    status: 'active',
    leavesAt: 200,
    stops: 0,
  },
];

describe('an owner', () => {
  it.each(CASES)('$name: $status, after $stops stops', ({ facts, status, leavesAt, stops }) => {
    const told = tellAll(facts);

    expect(told.owner?.status).toBe(status);
    expect(told.owner?.leavesAt).toBe(leavesAt === undefined ? undefined : hour(leavesAt));
    expect(told.stops).toHaveLength(stops);
    expect(told.owner?.stopIds).toEqual(told.stops);
  });

  it.each(CASES)('$name: grows by one revision with each fact that changes something', ({ facts }) => {
    const revisions = facts.map((_, index) => tellAll(facts.slice(0, index + 1)).owner?.revision ?? 0);

    const steps = revisions.map((revision, index) => revision - (revisions[index - 1] ?? 0));
    expect(steps[0]).toBe(1);
    expect(steps.every((step) => step === 0 || step === 1)).toBe(true);
  });

  it('stays under each stop until that one is cleared', () => {
    const { owner } = tellAll([left(1), returned(2), left(3)]);

    const cleared = owner && clearOwnerStop(owner, stopId(1));

    expect(owner?.stopIds).toEqual([stopId(1), stopId(3)]);
    expect(cleared).toMatchObject({ stopIds: [stopId(3)], status: 'left', revision: 4 });
  });

  it('counts as left from the announced time on, whether or not anything has run', () => {
    const { owner } = tellAll([announced(1, 200)]);

    expect(owner && ownerIsActive(owner, hour(199))).toBe(true);
    expect(owner && ownerIsActive(owner, hour(200))).toBe(false);
  });

  it('is stopped when a leaving is told whose announcement has passed', () => {
    const { owner } = tellAll([announced(1, 200)]);
    const leaving = { ...left(2), type: 'Owner Left' } as const;

    expect(leaveOwner(owner, leaving, { now: hour(201), stopId: stopId(9) })).toMatchObject({
      next: { status: 'left', stopIds: [stopId(9)] },
      stops: true,
    });
  });
});

describe('the description of an owner', () => {
  it('is that of the newest fact, and keeps what that does not name', () => {
    const facts = [
      joined(1, { email: 'a@acme.example', department: 'Support' }),
      changed(3, { department: 'Sales', managerId: ownerId('e9') }),
      changed(2, { department: 'Billing', displayName: 'late' }),
    ];

    const { owner } = tellAll(facts);

    expect(owner).toMatchObject({ email: 'a@acme.example', department: 'Sales', managerId: 'e9' });
    expect(owner?.displayName).toBeUndefined();
  });

  it('changes nothing of when the owner left', () => {
    const { owner } = tellAll([left(1), changed(5, { department: 'Sales' })]);

    expect(owner).toMatchObject({ status: 'left', statusAt: hour(1), describedAt: hour(5) });
  });

  it('changes nothing where a newer one is known', () => {
    const facts = [changed(2, { department: 'Sales' })];

    expect(tellAll([...facts, changed(1, { department: 'Support' })])).toEqual(tellAll(facts));
  });
});

describe('the successor of an owner', () => {
  const to = (id: string) => ({ successorId: ownerId(id) });

  it.each([
    ['the one named by the leaving', [left(1, to('e2'))], 'e2'],
    ['the one named by the newest leaving', [left(2, to('e3')), announced(1, 200, to('e2'))], 'e3'],
    ['nobody, if the newest leaving names nobody', [left(1, to('e2')), left(2)], undefined],
    ['nobody, if the owner returned', [left(1, to('e2')), returned(2)], undefined],
    ['the one of an announcement newer than the return', [announced(3, 200, to('e2')), returned(2)], 'e2'],
    [
      'the one of an announcement newer than the leaving',
      [announced(3, 200, to('e2')), left(2, to('e3'))],
      'e2',
    ],
  ] as const)('is %s', (_, facts, successor) => {
    expect(tellAll(facts).owner?.successorId).toBe(successor);
  });
});

describe('a leaving', () => {
  it('of one who returned since changes nothing', () => {
    const { owner } = tellAll([returned(2)]);
    const leaving = { ...left(1), type: 'Owner Left' } as const;

    expect(leaveOwner(owner, leaving, { now: NOW, stopId: stopId(9) })).toBeUndefined();
  });
});
