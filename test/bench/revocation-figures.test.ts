import { describe, expect, it } from 'vitest';
import { revocationFigures } from '../../bench/revocation/revocation-figures.ts';
import { aLoggedCall } from './support/a-logged-call.ts';

const START = Date.parse('2026-11-24T05:00:00.000Z');
const at = (milliseconds: number): string => new Date(START + milliseconds).toISOString();

/** Leaves after `from` milliseconds; the list is written 200 after that, and then come the roles one by one. */
const runAt = (from: number, agents: number) => ({
  agents,
  departure: {
    emittedAt: START + from,
    raisedAt: START + from + 50,
    writtenAt: START + from + 200,
    verifiedAt: START + from + 300,
  },
  perRole: { from: START + from + 400, to: START + from + 450 },
});

const writing = (milliseconds: number, stopWriter = 'MandateStopWriter-test') =>
  aLoggedCall({
    time: at(milliseconds),
    principal: `arn:aws:sts::222222222222:assumed-role/${stopWriter}/mandate-compiler`,
    operation: 'CreatePolicyVersion',
  });

describe('the figures of revocation', () => {
  it('count the calls of each departure, and none of another one or another environment', () => {
    const calls = [
      writing(100),
      writing(120),
      writing(130, 'MandateStopWriter-production'),
      aLoggedCall({ time: at(410) }),
      writing(1_150),
      aLoggedCall({ time: at(1_410) }),
      aLoggedCall({ time: at(1_420) }),
      aLoggedCall({ time: at(1_900) }),
    ];

    const { sizes } = revocationFigures([runAt(0, 1), runAt(1_000, 2)], calls, 'MandateStopWriter-test');

    expect(sizes).toMatchObject([
      { agents: 1, iamCalls: [2], perRoleIamCalls: [1] },
      { agents: 2, iamCalls: [1], perRoleIamCalls: [2] },
    ]);
  });

  it('tell how long the search for agents took, from its first query to its last', () => {
    const principal = 'arn:aws:sts::111111111111:assumed-role/MandateStopper/mandate-stopper';
    const query = { principal, service: 'dynamodb', operation: 'Query' };
    const calls = [
      aLoggedCall({ ...query, time: at(60), durationMs: 20 }),
      aLoggedCall({ ...query, time: at(65), durationMs: 40.5 }),
      aLoggedCall({ ...query, time: at(70), principal: principal.replace('stopper', 'verifier') }),
    ];

    const { sizes } = revocationFigures([runAt(0, 1), runAt(1_000, 2)], calls, 'MandateStopWriter-test');

    expect(sizes.map(({ searching }) => searching.median)).toEqual([45.5, 0]);
  });

  it('tell how long the compiler was at it until the list was written', () => {
    const principal = 'arn:aws:sts::111111111111:assumed-role/MandateCompiler/mandate-compiler';
    const calls = [
      aLoggedCall({ principal, service: 'dynamodb', operation: 'Query', time: at(150), durationMs: 5 }),
      { ...writing(170), durationMs: 25 },
      // what it does once the list is written
      aLoggedCall({ principal, operation: 'TransactWriteItems', time: at(210), durationMs: 9 }),
    ];

    const { sizes } = revocationFigures([runAt(0, 1)], calls, 'MandateStopWriter-test');

    expect(sizes[0]?.compiling.median).toBe(45);
  });

  it('tell the times of owners with as many agents together', () => {
    const { sizes } = revocationFigures([runAt(0, 1), runAt(1_000, 1)], [], 'MandateStopWriter-test');

    expect(sizes).toMatchObject([
      {
        emittedToRaised: { runs: 2, median: 50 },
        raisedToWritten: { median: 150 },
        raisedToVerified: { median: 250 },
        perRole: { median: 50 },
      },
    ]);
  });
});
