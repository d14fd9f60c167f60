import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings } from '../../../lib/settings/load-settings.ts';
import type { DeployingPlace } from '../../../lib/settings/resolve-settings.ts';
import { SettingsError } from '../../../lib/settings/settings-error.ts';
import { PROFILE_FILE, READ_CODE } from '../../support/profiles.ts';
import { SETTINGS_FILE } from '../../support/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mandate-settings-'));
  mkdirSync(join(folder, 'profiles'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

const load = (settings: unknown, deploying: DeployingPlace = {}) =>
  loadSettings(write('mandate.config.json', settings), deploying);

const errorOf = (settings: unknown, deploying?: DeployingPlace): SettingsError => {
  try {
    load(settings, deploying);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
};

const pathsOf = (settings: unknown) => errorOf(settings).problems.map(({ path }) => path);

describe('settings', () => {
  it('are complete once loaded', () => {
    write('profiles/coding-agent.json', PROFILE_FILE);

    expect(load(SETTINGS_FILE)).toMatchObject({
      hub: { account: '111111111111', region: 'eu-central-1', partition: 'aws' },
      busName: 'mandate',
      emitterAccounts: [],
      dashboard: true,
      environments: [
        {
          name: 'test',
          account: '222222222222',
          region: 'eu-central-1',
          maxLeaseSeconds: 3600,
          acceptance: 'none',
        },
        { name: 'staging' },
        { name: 'production' },
      ],
      profiles: [{ profile: 'coding-agent' }],
    });
  });

  it('take account and region from the deploying credentials where none is given', () => {
    const { hubAccount: _, region: __, ...short } = SETTINGS_FILE;
    const environments = [
      { name: 'test' },
      { name: 'remote', account: '555555555555', region: 'cn-north-1' },
    ];

    expect(
      load({ ...short, environments }, { account: '999999999999', region: 'cn-northwest-1' }),
    ).toMatchObject({
      hub: { account: '999999999999', region: 'cn-northwest-1', partition: 'aws-cn' },
      environments: [
        { account: '999999999999', region: 'cn-northwest-1', partition: 'aws-cn' },
        { account: '555555555555', region: 'cn-north-1', partition: 'aws-cn' },
      ],
    });
  });

  it('are refused where neither knows an account or region, naming each place', () => {
    const { hubAccount: _, region: __, ...short } = SETTINGS_FILE;

    expect(pathsOf({ ...short, environments: [{ name: 'test' }] })).toEqual([
      'hubAccount',
      'environments[0].account',
      'region',
    ]);
  });

  it('are refused for every wrong value at once', () => {
    const wrong = {
      ...SETTINGS_FILE,
      hubAccount: '123',
      region: 'europe',
      environments: [
        { name: 'T', account: 1, maxLeaseSeconds: 7200, acceptance: 'maybe', leaver: 'suspend', x: 1 },
      ],
      workloadIssuers: [{ issuer: 'http://issuer.example.com', audience: '' }],
      busName: 'default',
      emitterAccounts: ['x'],
      alarmsEmail: 'nobody',
      profileDir: 'profiles',
    };

    expect(pathsOf(wrong).sort()).toEqual([
      'alarmsEmail',
      'busName',
      'emitterAccounts[0]',
      'environments[0].acceptance',
      'environments[0].account',
      'environments[0].leaver',
      'environments[0].maxLeaseSeconds',
      'environments[0].name',
      'environments[0].x',
      'hubAccount',
      'profileDir',
      'region',
      'workloadIssuers[0].audience',
      'workloadIssuers[0].issuer',
    ]);
  });

  it.each([
    ['https://issuer.example.com', true],
    ['https://issuer.example.com/tenant/v2.0', true],
    ['http://127.0.0.1:8080', true],
    ['http://localhost:8080', true],
    ['http://[::1]:8080', true],
    ['http://issuer.example.com', false],
    ['http://127.0.0.1.example.com', false],
    ['https://issuer.example.com?x=1', false],
    ['issuer.example.com', false],
    ['ftp://localhost', false],
  ])('take %s as an issuer: %s', (issuer, accepted) => {
    const settings = { ...SETTINGS_FILE, workloadIssuers: [{ issuer, audience: 'mandate' }] };

    if (accepted) expect(load(settings).workloadIssuers[0]?.issuer).toBe(issuer);
    else expect(pathsOf(settings)).toEqual(['workloadIssuers[0].issuer']);
  });

  it('are refused when a workload could pass for a human, or a name is taken', () => {
    const [issuer] = SETTINGS_FILE.workloadIssuers;
    const [environment] = SETTINGS_FILE.environments;
    const twice = {
      ...SETTINGS_FILE,
      environments: [environment, environment],
      workloadIssuers: [issuer, issuer],
      workforceIssuer: { ...issuer, groupsClaim: 'groups' },
    };

    expect(pathsOf(twice)).toEqual([
      'environments[1].name',
      'workloadIssuers[1].issuer',
      'workforceIssuer.issuer',
    ]);
  });

  it('are refused when an environment is in another partition than the hub', () => {
    const environments = [{ name: 'remote', account: '555555555555', region: 'cn-north-1' }];

    expect(pathsOf({ ...SETTINGS_FILE, environments })).toEqual(['environments[0].region']);
  });

  it('are refused together with every profile that is wrong, file by file', () => {
    write('profiles/coding-agent.json', { ...PROFILE_FILE, environments: ['test', 'stagign'] });
    write('profiles/support-agent.yaml', 'profile: other-agent\ndescription: x\nenvironments: [test]\n');
    write('profiles/build-agent.json', '{ "profile": ');
    write(
      'profiles/coding-agent.yml',
      JSON.stringify({ ...PROFILE_FILE, permissions: [{ ...READ_CODE, actions: ['*'] }] }),
    );

    const { problems, message } = errorOf(SETTINGS_FILE);

    expect(
      problems.map(({ file, path, code }) => `${file.slice(folder.length + 1)} ${path} ${code}`),
    ).toEqual([
      'profiles/build-agent.json  malformed-file',
      'profiles/coding-agent.json environments[1] unknown-environment',
      'profiles/coding-agent.yml permissions[0].actions[0] malformed-action',
      'profiles/coding-agent.yml permissions[0].actions[0] wildcard-without-reason',
      'profiles/support-agent.yaml permissions no-permission',
      'profiles/coding-agent.yml profile duplicate-profile',
    ]);
    for (const { resolution } of problems) expect(message).toContain(resolution);
  });

  it('take profiles in YAML, and want them named like their file', () => {
    write('profiles/coding-agent.yaml', JSON.stringify(PROFILE_FILE));
    expect(load(SETTINGS_FILE).profiles).toHaveLength(1);

    write('profiles/other.yml', JSON.stringify(PROFILE_FILE));
    expect(errorOf(SETTINGS_FILE).problems).toMatchObject([{ code: 'misnamed-profile', path: 'profile' }]);
  });

  it('say so when a file or folder is missing or is not JSON', () => {
    expect(() => loadSettings(join(folder, 'none.json'), {})).toThrow(/none\.json\n\s+it cannot be read/);
    expect(() => loadSettings(write('x.json', '{'), {})).toThrow(/it is not valid JSON/);
    expect(pathsOf({ ...SETTINGS_FILE, profilesDir: 'nowhere' })).toEqual(['profilesDir']);
  });
});
