import { describe, expect, it } from 'vitest';
import { type Expectation, verdictOn } from '../../../local/demo/expectation.ts';

const expectation = (promise: string, seen: string): Expectation => ({
  promise,
  claim: `${promise}: ${seen}`,
  expected: 'denied',
  seen,
  lookAt: 'the call log',
});

describe('the verdict', () => {
  it('passes when every expectation holds', () => {
    const verdict = verdictOn([expectation('one', 'denied'), expectation('other', 'denied')]);

    expect(verdict).toMatchObject({ passed: true, failures: [] });
  });

  it('fails for a single one that does not, and names it', () => {
    const failing = expectation('one', 'allowed');

    const verdict = verdictOn([expectation('one', 'denied'), failing, expectation('other', 'denied')]);

    expect(verdict).toMatchObject({ passed: false, failures: [failing] });
  });

  it('counts what held by promise, in the order of the story', () => {
    const seen = [
      expectation('b', 'denied'),
      expectation('a', 'allowed'),
      expectation('b', 'allowed'),
      expectation('b', 'denied'),
    ];

    expect(verdictOn(seen).promises).toEqual([
      { promise: 'b', held: 2, of: 3 },
      { promise: 'a', held: 0, of: 1 },
    ]);
  });

  it('does not pass when nothing was expected', () => {
    expect(verdictOn([]).passed).toBe(false);
  });
});
