import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadKeys, loadOrCreateKeys } from '../../../local/issuers/keys.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the keys of the issuers', () => {
  it('are made once and kept', async () => {
    const file = join(temporaryFolder(), 'new', 'keys.json');

    const made = await loadOrCreateKeys(file);
    const kept = await loadOrCreateKeys(file);

    expect(kept).toEqual(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('differ, so that a token of one is none of the other', async () => {
    const { workload, human } = await loadOrCreateKeys(join(temporaryFolder(), 'keys.json'));

    expect(workload.kid).not.toBe(human.kid);
    expect(workload.d).not.toBe(human.d);
  });

  it('are missed with words on what to do', () => {
    const file = join(temporaryFolder(), 'keys.json');

    expect(() => loadKeys(file)).toThrowError(expect.objectContaining({ code: 'issuer-keys-unreadable' }));
    writeFileSync(file, '{"workload": {"kty": "RSA"}}');
    expect(() => loadKeys(file)).toThrowError(
      expect.objectContaining({
        code: 'issuer-keys-unreadable',
        resolution: expect.stringContaining('npm run local -- up'),
      }),
    );
  });
});
