import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usualPorts } from '../../../local/environment/ports.ts';
import { readState, removeState, type State, writeState } from '../../../local/environment/state.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const state: State = {
  version: 1,
  adminSecret: 'of the administrator',
  lambdaSecret: 'of the functions',
  ports: usualPorts,
  processes: { gate: { pid: 42, startedAt: '1000' } },
};

describe('the state of an environment', () => {
  it('is read as it was written', () => {
    const file = join(temporaryFolder(), 'new', 'state.json');

    writeState(file, state);

    expect(readState(file)).toEqual(state);
  });

  it('is for the eyes of its owner only, and leaves no half file', () => {
    const folder = temporaryFolder();

    writeState(join(folder, 'state.json'), state);

    expect(statSync(join(folder, 'state.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('is undefined before it is written, and after it is removed', () => {
    const file = join(temporaryFolder(), 'state.json');

    expect(readState(file)).toBeUndefined();
    writeState(file, state);
    removeState(file);
    expect(readState(file)).toBeUndefined();
  });

  it.each(['', '{"version": 2}', JSON.stringify({ ...state, ports: { gate: 70_000 } })])(
    'is refused when it is %j',
    (text) => {
      const file = join(temporaryFolder(), 'state.json');
      writeFileSync(file, text);

      expect(() => readState(file)).toThrowError(
        expect.objectContaining({ code: 'state-unreadable', message: expect.stringContaining(file) }),
      );
    },
  );
});
