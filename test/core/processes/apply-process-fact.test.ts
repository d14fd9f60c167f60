import { describe, expect, it } from 'vitest';
import { clearProcessStop, defineProcess } from '../../../lambdas/core/processes/apply-process-fact.ts';
import { stopId } from '../../support/contract-suites/entities.ts';
import { hour, inShort, type ProcessFact, retirement, tellAll, version } from './process-facts.ts';

interface Case {
  readonly name: string;
  readonly facts: readonly ProcessFact[];
  readonly ends: string;
  readonly stops: readonly string[];
  /** @default 0 */
  readonly refused?: number;
}

const CASES: readonly Case[] = [
  { name: 'a new one', facts: [version(1, '1', 'ab')], ends: '1:ab', stops: [] },
  {
    name: 'one that tells its profiles twice, unsorted',
    facts: [version(1, '1', 'baab')],
    ends: '1:ab',
    stops: [],
  },
  {
    name: 'one that widens',
    facts: [version(1, '1', 'a'), version(2, '2', 'ab')],
    ends: '2:ab',
    stops: [],
  },
  {
    name: 'one that stays as it is',
    facts: [version(1, '1', 'a'), version(2, '2', 'a')],
    ends: '2:a',
    stops: [],
  },
  {
    name: 'one that narrows',
    facts: [version(1, '1', 'abc'), version(2, '2', 'bd')],
    ends: '2:bd',
    stops: ['ac'],
  },
  {
    name: 'one that allows nothing any more',
    facts: [version(1, '1', 'ab'), version(2, '2', '')],
    ends: '2:',
    stops: ['ab'],
  },
  {
    name: 'one that narrows twice',
    facts: [version(1, '1', 'abc'), version(2, '2', 'ab'), version(3, '3', 'a')],
    ends: '3:a',
    stops: ['c', 'b'],
  },
  {
    name: 'one that narrows under the same version',
    facts: [version(1, '1', 'ab'), version(2, '1', 'a')],
    ends: '1:a',
    stops: ['b'],
  },
  {
    name: 'one that goes back to an older version',
    facts: [version(1, '2', 'a'), version(2, '1', 'a')],
    ends: '1:a',
    stops: [],
  },
  {
    name: 'one whose older version comes late',
    facts: [version(2, '2', 'a'), version(1, '1', 'ab')],
    ends: '2:a',
    stops: [],
  },
  {
    name: 'two versions at once, the greater one last',
    facts: [version(1, '9', 'a'), version(1, '10', 'b')],
    ends: '10:b',
    stops: ['a'],
  },
  {
    name: 'two versions at once, the greater one first',
    facts: [version(1, '10', 'b'), version(1, '9', 'a')],
    ends: '10:b',
    stops: [],
  },
  {
    name: 'one version told in two ways at once',
    facts: [version(1, '1', 'ab'), version(1, '1', 'bc')],
    ends: '1:b',
    stops: ['a'],
  },
  {
    name: 'one version told twice',
    facts: [version(1, '1', 'ab'), version(1, '1', 'ab')],
    ends: '1:ab',
    stops: [],
  },
  { name: 'the end', facts: [version(1, '1', 'ab'), retirement(2)], ends: 'retired', stops: ['all'] },
  { name: 'the end of one not known', facts: [retirement(2)], ends: 'retired', stops: ['all'] },
  {
    name: 'the end, told twice',
    facts: [version(1, '1', 'a'), retirement(2), retirement(3)],
    ends: 'retired',
    stops: ['all'],
  },
  {
    name: 'a version from before the end, told after it',
    facts: [retirement(2), version(1, '1', 'ab')],
    ends: 'retired',
    stops: ['all'],
  },
  {
    name: 'a version told for the time of the end',
    facts: [retirement(2), version(2, '1', 'ab')],
    ends: 'retired',
    stops: ['all'],
  },
  {
    name: 'a version from after the end',
    facts: [retirement(2), version(3, '1', 'ab')],
    ends: 'retired',
    stops: ['all'],
    refused: 1,
  },
  {
    name: 'the end, told after a version from after it',
    facts: [version(3, '1', 'ab'), retirement(2)],
    ends: 'retired',
    stops: ['all'],
  },
];

describe('a process', () => {
  it.each(CASES)('$name: $ends, with stops on $stops', ({ facts, ends, stops, refused = 0 }) => {
    const told = tellAll(facts);

    expect(inShort(told)).toBe(ends);
    expect(told.stops).toEqual(stops);
    expect(told.refused).toBe(refused);
  });

  it('is under each stop, for the profiles that it concerns, until that one is cleared', () => {
    const { process } = tellAll([version(1, '1', 'ab'), version(2, '2', 'a'), retirement(3)]);

    const cleared = process && clearProcessStop(process, stopId(2));

    expect(process?.stops).toEqual([{ stopId: stopId(2), profiles: ['b'] }, { stopId: stopId(3) }]);
    expect(cleared).toMatchObject({ status: 'retired', stops: [{ stopId: stopId(3) }], revision: 4 });
  });

  it('allows nothing once it is retired', () => {
    const { process } = tellAll([version(1, '1', 'ab'), retirement(2)]);

    expect(process).toEqual({
      processId: 'support',
      status: 'retired',
      retiredAt: hour(2),
      stops: [{ stopId: stopId(2) }],
      revision: 2,
    });
  });

  it('says what to do when a version comes after its end', () => {
    const { process } = tellAll([retirement(1)]);

    expect(defineProcess(process, version(2, '1', 'a'), stopId(9))).toEqual({
      ok: false,
      error: [
        {
          code: 'process-retired',
          message: 'process support is retired, and nothing leaves that state',
          resolution: 'register the process under another id',
        },
      ],
    });
  });

  it('keeps what it was called where a version does not say', () => {
    const named = { ...version(1, '1', 'a'), displayName: 'Support' };

    expect(tellAll([named, version(2, '2', 'a')]).process).toMatchObject({ displayName: 'Support' });
    expect(tellAll([named, retirement(2)]).process).toMatchObject({ displayName: 'Support' });
  });
});
