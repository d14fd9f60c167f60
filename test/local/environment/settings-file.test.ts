import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../../lib/settings/load-settings.ts';
import { accounts } from '../../../local/environment/accounts.ts';
import { instanceAt } from '../../../local/environment/instance.ts';
import { usualPorts } from '../../../local/environment/ports.ts';
import { writeSettings } from '../../../local/environment/settings-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the settings of the local deployment', () => {
  it('are settings that the app takes, in four accounts', () => {
    const instance = instanceAt(join(temporaryFolder(), 'environment'));

    writeSettings(instance, usualPorts);

    const settings = loadSettings(instance.settingsFile, { account: undefined, region: undefined });
    expect(settings.hub.account).toBe(accounts.hub);
    expect(settings.environments.map(({ name, account }) => [name, account])).toEqual([
      ['test', accounts.test],
      ['staging', accounts.staging],
      ['production', accounts.production],
    ]);
    expect(settings.profiles.length).toBeGreaterThan(0);
  });

  it('trust the local issuers, each for its own kind of token', () => {
    const instance = instanceAt(join(temporaryFolder(), 'environment'));

    writeSettings(instance, usualPorts);

    expect(JSON.parse(readFileSync(instance.settingsFile, 'utf8'))).toMatchObject({
      workloadIssuers: [{ issuer: 'http://127.0.0.1:4568', audience: 'mandate' }],
      workforceIssuer: { issuer: 'http://127.0.0.1:4569', audience: 'mandate', groupsClaim: 'groups' },
    });
  });
});
