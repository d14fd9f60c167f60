import { describe, expect, it } from 'vitest';
import type { Ended } from '../../../local/demo/ended.ts';
import { verdictOn } from '../../../local/demo/expectation.ts';
import { expectationsOf, partsExpected } from '../../../local/demo/expectations-of.ts';
import type { Story } from '../../../local/demo/story.ts';
import { toldStory } from './told-story.ts';

const evidence = { callLog: '.local/demo/calls.jsonl', logs: '.local/demo/logs' };
const failuresOf = (story: Story) => verdictOn(expectationsOf(story, evidence)).failures;
const [leaving, changing] = toldStory.endings;
const withLeaving = (deviation: Partial<Ended>): Story => ({
  ...toldStory,
  endings: [{ ...leaving, ...deviation }, changing],
});
const [colleague, ...otherColleagues] = leaving.others;

describe('a story that is as it has to be', () => {
  it('fails nothing', () => {
    expect(failuresOf(toldStory)).toEqual([]);
  });

  it('proves something of every agent, every deed and every ending', () => {
    const { newcomers, attempts, endings } = toldStory;
    const others = endings.flatMap((ended) => ended.others);

    expect(expectationsOf(toldStory, evidence)).toHaveLength(
      newcomers.length + attempts.length + 1 + endings.length * 7 + others.length * 2,
    );
  });
});

describe('a deviation of how an access ends', () => {
  it.each<[string, Partial<Ended>, string, string]>([
    ['did not work before', { before: 'denied' }, 'purchasing-assistant works until the event', 'denied'],
    [
      'another session was denied',
      { denied: { ...leaving.denied, principal: 'mandate-purchasing-assistant/01OTHER' } },
      'the session of purchasing-assistant that is denied',
      'mandate-purchasing-assistant/01OTHER',
    ],
    [
      'nothing denied it explicitly',
      { denied: { ...leaving.denied, statement: 'none' } },
      'the deny of purchasing-assistant',
      'no statement denied it',
    ],
    [
      'it works again',
      { later: 'allowed' },
      'purchasing-assistant, once the stop list is short again',
      'allowed',
    ],
    [
      'it took more writes',
      { iam: { reads: [], writes: ['DeletePolicyVersion', 'CreatePolicyVersion'] } },
      'IAM writes that stop purchasing-assistant',
      '2',
    ],
    [
      'it took no write',
      { iam: { reads: [], writes: [] } },
      'IAM writes that stop purchasing-assistant',
      '0',
    ],
    [
      'it is suspended for another reason',
      { suspendedFor: ['manual'] },
      'purchasing-assistant is suspended',
      'manual',
    ],
    ['it is not suspended', { suspendedFor: [] }, 'purchasing-assistant is suspended', 'for nothing'],
    [
      'it gets a new lease',
      { nextLease: { issued: true } },
      'the next lease of purchasing-assistant',
      'issued',
    ],
  ])('is a failure: %s', (_, deviation, claim, seen) => {
    expect(failuresOf(withLeaving(deviation))).toEqual([expect.objectContaining({ claim, seen })]);
  });

  it('is a failure for each colleague who is touched', () => {
    const touched = {
      agentId: colleague?.agentId ?? '',
      seen: 'denied',
      nextLease: leaving.nextLease,
    } as const;

    const failures = failuresOf(withLeaving({ others: [touched, ...otherColleagues] }));

    expect(failures.map(({ claim, seen }) => `${claim}: ${seen}`)).toEqual([
      'coding-assistant goes on with the session it had: denied',
      'coding-assistant gets a new lease: refused: agent-suspended',
    ]);
  });
});

describe('a deviation of what is done', () => {
  it('is a failure for an agent that may too much, and says where to look', () => {
    const attempts = toldStory.attempts.map((attempt) =>
      attempt.agentId === 'support-assistant' && attempt.deed === 'read payroll'
        ? ({ ...attempt, seen: 'allowed' } as const)
        : attempt,
    );

    expect(failuresOf({ ...toldStory, attempts })).toEqual([
      {
        promise: expect.stringMatching(/^No agent does anything else/),
        claim: 'support-assistant: read payroll (dynamodb:GetItem)',
        expected: 'denied',
        seen: 'allowed',
        lookAt: 'grep mandate-support-assistant/ .local/demo/calls.jsonl',
      },
    ]);
  });

  it('is a failure for an agent that works under another name', () => {
    const [first, ...rest] = toldStory.newcomers;
    const borrowed = first === undefined ? [] : [{ ...first, principal: 'mandate-release-builder/01M' }];

    expect(failuresOf({ ...toldStory, newcomers: [...borrowed, ...rest] })).toMatchObject([
      {
        claim: 'coding-assistant works as the lease that was issued to it',
        seen: 'mandate-release-builder/01M',
      },
    ]);
  });

  it('is a failure when a workload that nobody registered gets credentials', () => {
    expect(failuresOf({ ...toldStory, stranger: { issued: true } })).toMatchObject([{ seen: 'issued' }]);
  });
});

describe('a story that breaks off', () => {
  it('fails with the act and the error, beside what was proven before', () => {
    const broken = { title: 'Chen Li leaves', error: new TypeError('fetch failed') };

    const told = { ...toldStory, endings: [], broken };

    expect(failuresOf(told)).toMatchObject([{ claim: 'Chen Li leaves', seen: 'TypeError: fetch failed' }]);
    expect(expectationsOf(told, evidence).length).toBeGreaterThan(toldStory.attempts.length);
  });

  it('is explained by a part that ended', () => {
    const parts = [
      { part: 'gate', condition: 'dead', pid: 7 },
      { part: 'issuers', condition: 'up', pid: 8 },
    ] as const;

    expect(verdictOn(partsExpected(parts, evidence)).failures).toMatchObject([
      { claim: 'gate', expected: 'up', seen: 'dead', lookAt: '.local/demo/logs/gate.log' },
    ]);
  });
});
