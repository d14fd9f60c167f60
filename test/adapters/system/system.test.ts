import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../../lambdas/adapters/system/system-clock.ts';
import { UlidIdentifiers } from '../../../lambdas/adapters/system/ulid-identifiers.ts';
import { millisecondsOf } from '../../../lambdas/core/kernel/instant.ts';
import { clockContract } from '../../support/contract-suites/clock.ts';
import { identifierSourceContract } from '../../support/contract-suites/identifier-source.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { SequentialIdentifiers } from '../../support/fakes/sequential-identifiers.ts';

describe('the system clock', () => {
  clockContract(() => new SystemClock());

  it('is this machine’s', () => {
    expect(Math.abs(millisecondsOf(new SystemClock().now()) - Date.now())).toBeLessThan(1000);
  });
});

describe('the fake clock', () => {
  clockContract(() => new FakeClock());
});

describe('ULIDs', () => {
  // all within one millisecond
  identifierSourceContract(() => new UlidIdentifiers(new FakeClock()));

  it('go on when the clock is set back', () => {
    const clock = new FakeClock();
    const identifiers = new UlidIdentifiers(clock);
    const before = identifiers.next();

    clock.advance(-60);

    expect(identifiers.next() > before).toBe(true);
  });

  it('begin with the time', () => {
    const clock = new FakeClock();
    const [first, later] = [new UlidIdentifiers(clock).next(), new UlidIdentifiers(clock).next()];
    clock.advance(1);

    expect(later.slice(0, 10)).toBe(first.slice(0, 10));
    expect(new UlidIdentifiers(clock).next().slice(0, 10) > first.slice(0, 10)).toBe(true);
  });
});

describe('sequential identifiers', () => {
  identifierSourceContract(() => new SequentialIdentifiers());

  it('are the same in every run', () => {
    expect(new SequentialIdentifiers().next()).toBe(new SequentialIdentifiers().next());
  });
});
