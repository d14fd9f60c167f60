import { join } from 'node:path';
import { loadSettings } from '../../lib/settings/load-settings.ts';
import { resolveSettings } from '../../lib/settings/resolve-settings.ts';
import type { Settings } from '../../lib/settings/settings.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');

export const HUB = '111111111111';
export const ACCOUNTS = { test: '222222222222', staging: '333333333333', production: '444444444444' };

export const SETTINGS_FILE = {
  hubAccount: HUB,
  region: 'eu-central-1',
  environments: Object.entries(ACCOUNTS).map(([name, account]) => ({ name, account })),
  workloadIssuers: [{ issuer: 'https://issuer.example.com', audience: 'mandate' }],
  profilesDir: 'profiles',
};

/** The sample's profiles in four accounts. */
export const settingsOf = (changes: Record<string, unknown> = {}): Settings => {
  const resolved = resolveSettings({ ...SETTINGS_FILE, ...changes }, {});
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const { profilesDir: _, ...settings } = resolved.settings;
  const deploying = { account: HUB, region: 'eu-central-1' };
  return { ...settings, profiles: loadSettings(join(REPOSITORY, 'mandate.config.json'), deploying).profiles };
};
