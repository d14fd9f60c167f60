import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** Names under which anything can be put. */
const VAGUE = ['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'shared', 'stuff'];

const vague = (path: string): boolean =>
  `${dirname(path)}/${basename(path, '.ts')}`.split(/[/.-]/).some((word) => VAGUE.includes(word));

describe('the name of a file or folder', () => {
  it('says what is in it', () => {
    expect(sourceFiles().filter(vague)).toEqual([]);
  });

  it.each(['lambdas/core/agent-utils.ts', 'lib/common/alarm.ts', 'test/helpers.test.ts'])(
    'would be found vague: %s',
    (path) => {
      expect(vague(path)).toBe(true);
    },
  );
});
