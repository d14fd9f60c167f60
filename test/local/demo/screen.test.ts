import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../../local/demo/expectation.ts';
import { expectationsOf } from '../../../local/demo/expectations-of.ts';
import { endReport } from '../../../local/demo/report.ts';
import { deedLines } from '../../../local/demo/screen/deed-lines.ts';
import { endedLines } from '../../../local/demo/screen/ended-lines.ts';
import { newcomerLines } from '../../../local/demo/screen/newcomer-lines.ts';
import { toldStory } from './told-story.ts';

const plain = (lines: readonly string[]): readonly string[] => lines.map(stripVTControlCharacters);
const { newcomers, attempts, stranger, endings } = toldStory;
const [leaving] = endings;

const evidence = { callLog: '.local/demo/calls.jsonl', logs: '.local/demo/logs' };
const resultOf = (story: typeof toldStory, kept = false) => {
  const expectations = expectationsOf(story, evidence);
  const verdict = verdictOn(expectations);
  return { story, expectations, verdict, seconds: 41.23, directory: '.local/demo', kept };
};

describe('the whole screen', () => {
  const titles = 1 + 2 + endings.length;
  const screen = plain([
    ...newcomerLines(newcomers),
    ...deedLines(attempts, stranger),
    ...endings.flatMap(endedLines),
    ...endReport(resultOf(toldStory)),
  ]);

  it('fits into 45 lines of 100 columns', () => {
    expect(screen.length + titles).toBeLessThanOrEqual(45);
    expect(screen.filter((line) => line.length > 100)).toEqual([]);
  });
});

describe('the lines of what agents may do', () => {
  it('say of each what it may, and what not', () => {
    const lines = plain(deedLines(attempts, stranger));

    expect(lines).toContain(
      '  coding-assistant      ✓ read main  ✓ open a pull request        ⊘ merge to main, unapproved',
    );
    expect(lines).toContain(
      "  each of them          ⊘ list IAM roles  ⊘ assume another agent's role  ⊘ do its work on test data",
    );
    expect(lines).toContain('  an unregistered one   ⊘ no credentials: workload-not-bound');
  });

  it('mark what is not as expected, with what was seen', () => {
    const seen = attempts.map((attempt) =>
      attempt.agentId === 'release-scanner' ? ({ ...attempt, seen: 'failed: Throttling' } as const) : attempt,
    );

    const lines = plain(deedLines(seen, { issued: true }));

    expect(lines.find((line) => line.includes('release-scanner'))).toContain(
      '✗ change the build: failed: Throttling',
    );
    expect(lines.find((line) => line.includes('each of them'))).toContain(
      '✗ list IAM roles: failed: Throttling',
    );
    expect(lines).toContain('  an unregistered one   ✗ got credentials');
  });
});

describe('the lines of how an access ends', () => {
  it('tell the times in the order in which it happened', () => {
    const times = { refused: 20, written: 320, session: 310, probed: 410 };

    expect(plain(endedLines({ ...leaving, times }))[0]).toBe(
      '  +0.02 s refused → +0.31 s session denied → +0.32 s written (1 IAM write) → +0.41 s probe denied',
    );
  });

  it('give the reason of the refused lease, and what to do', () => {
    expect(plain(endedLines(leaving))).toEqual(
      expect.arrayContaining([
        '  ⊘ next lease refused: it is refused: agent-suspended',
        '    → transfer the agent to an owner who is active',
        '  ✓ the other 5 go on, with the sessions they had and with new ones',
      ]),
    );
  });

  it('mark a session that works again, a lease that is issued, and colleagues who are touched', () => {
    const others = leaving.others.map((each) =>
      each.agentId === 'release-builder' ? ({ ...each, seen: 'denied' } as const) : each,
    );

    const lines = plain(endedLines({ ...leaving, later: 'allowed', nextLease: { issued: true }, others }));

    expect(lines.filter((line) => line.includes('✗'))).toEqual([
      expect.stringContaining('✗ purchasing-assistant'),
      '  ✗ it got a new lease',
      '  ✗ stopped as well: release-builder',
    ]);
  });
});

describe('the end of the demo', () => {
  it('says that all holds, and that nothing is left', () => {
    expect(plain(endReport(resultOf(toldStory))).at(-1)).toBe(
      'All 74 expectations hold, after 41.2 s. Nothing is left running.',
    );
  });

  it('names what failed, with what was expected and seen, and where to look', () => {
    const failing = { ...toldStory, stranger: { issued: true } } as const;

    expect(plain(endReport(resultOf(failing))).slice(-3)).toEqual([
      '✗ a valid token of an unregistered workload is refused: expected refused: workload-not-bound, seen issued',
      '  look at: .local/demo/logs/mandate-broker.log',
      '1 of 74 expectations failed. Nothing is left running.',
    ]);
  });

  it('says how to go on in an environment that is kept', () => {
    const lines = plain(endReport(resultOf(toldStory, true)));

    expect(lines).toContain('All 74 expectations hold, after 41.2 s. The environment stays up:');
    expect(lines.join('\n')).toContain('npm run local -- down --directory .local/demo');
  });
});
