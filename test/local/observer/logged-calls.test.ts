import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loggedCall, readCalls } from '../../../local/observer/logged-calls.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const line = (operation: string): string => `${JSON.stringify({ operation })}\n`;

describe('the call log as it is read', () => {
  let file: string;
  beforeEach(() => {
    file = join(temporaryFolder(), 'calls.jsonl');
  });

  it('has every whole line, and not one that is still being written', () => {
    writeFileSync(file, `${line('GetObject')}${line('PutObject')}{"operat`);

    expect(readCalls(file)).toEqual([{ operation: 'GetObject' }, { operation: 'PutObject' }]);
  });

  it('gives a call as soon as it is there', async () => {
    writeFileSync(file, line('GetObject'));
    const awaited = loggedCall(file, { what: 'PutObject', is: ({ operation }) => operation === 'PutObject' });

    appendFileSync(file, line('PutObject'));

    await expect(awaited).resolves.toEqual({ operation: 'PutObject' });
  });

  it('says what did not come in time', async () => {
    writeFileSync(file, line('GetObject'));

    const awaited = loggedCall(file, { what: 'call of the agent', is: () => false, seconds: 0.05 });

    await expect(awaited).rejects.toMatchObject({
      code: 'not-observed',
      message: expect.stringContaining('no call of the agent within 0.05 s'),
    });
  });

  it('waits no longer once interrupted', async () => {
    writeFileSync(file, '');
    const interruption = new AbortController();

    const awaited = loggedCall(file, { what: 'call', is: () => false, signal: interruption.signal });
    interruption.abort();

    await expect(awaited).rejects.toMatchObject({ name: 'AbortError' });
  });
});
