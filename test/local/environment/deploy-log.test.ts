import { describe, expect, it } from 'vitest';
import { newsIn, reasonsIn } from '../../../local/environment/deploy-log.ts';

describe('the news of a deployment', () => {
  it.each([
    ['✨  Synthesis time: 1.62s', 'synthesized in 1.6 s'],
    [' ✅  MandateState', 'MandateState is deployed'],
    [' ✅  MandateState (no changes)', 'MandateState is deployed'],
    ['❌  MandateState failed to deploy', '❌  MandateState failed to deploy'],
    [
      'MandateState | 3 | 9:14 PM | CREATE_FAILED | AWS::SQS::Queue | Queue',
      'MandateState | 3 | 9:14 PM | CREATE_FAILED | AWS::SQS::Queue | Queue',
    ],
  ])('make of %j %j', (line, news) => {
    expect(newsIn(line)).toEqual([news]);
  });

  it.each([
    '',
    'MandateState: start: Building MandateState Template',
    'MandateState | 3 | 9:14 PM | CREATE_COMPLETE | AWS::SQS::Queue | Queue',
  ])('leave out %j', (line) => {
    expect(newsIn(line)).toEqual([]);
  });
});

describe('the reasons why a deployment failed', () => {
  it('are all that the app said when it could not be synthesized', () => {
    const log =
      'the settings have 1 problem:\n\n  profiles: x\n    → correct it\nnode bin: Subprocess exited with error 1\n';

    expect(reasonsIn(log)).toEqual(['the settings have 1 problem:', '  profiles: x', '    → correct it']);
  });

  it('are the failures among the events of the stacks', () => {
    const log = [
      'A | CREATE_COMPLETE | AWS::SQS::Queue',
      'A | CREATE_FAILED | AWS::IAM::Role',
      '❌  A failed to deploy',
      '‣ ValidationError: the role is wrong',
    ];

    expect(reasonsIn(log.join('\n'))).toEqual(log.slice(1));
  });

  it('are the last lines when none tells more than the others', () => {
    const lines = Array.from({ length: 30 }, (_, n) => `line ${n}`);

    expect(reasonsIn(lines.join('\n'))).toEqual(lines.slice(-20));
  });
});
