import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentSchema } from '../../lambdas/contracts/deployment.ts';
import { HUB, REPOSITORY, SETTINGS_FILE } from '../support/settings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mandate-synth-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const BIN = join(REPOSITORY, 'node_modules', '.bin');
const environment = (extra: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: folder,
  // no look-up may leave this machine
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  ...extra,
});
const run = (command: string, args: readonly string[], extra: Record<string, string> = {}) =>
  spawnSync(join(BIN, command), args, {
    cwd: REPOSITORY,
    env: environment(extra),
    encoding: 'utf8',
    timeout: 60_000,
  });

/** Runs the app alone, as the CLI would. */
const app = (settings: unknown, extra: Record<string, string> = {}) => {
  const file = join(folder, 'mandate.config.json');
  writeFileSync(file, JSON.stringify(settings));
  return run('node', ['bin/mandate.ts'], { MANDATE_CONFIG: file, CDK_OUTDIR: join(folder, 'app'), ...extra });
};

describe('the sample', () => {
  it('synthesizes with the CDK CLI, into one account', { timeout: 60_000 }, () => {
    const out = join(folder, 'sample');
    const place = { CDK_DEFAULT_ACCOUNT: HUB, CDK_DEFAULT_REGION: 'eu-central-1' };

    const { status, stderr } = run('cdk', ['synth', '-q', '--no-notices', '-o', out], place);

    expect(stderr).toContain('test shares account 111111111111 with staging, production');
    expect(status).toBe(0);
    expect(
      readdirSync(out)
        .filter((name) => name.endsWith('.template.json'))
        .sort(),
    ).toEqual([
      'MandateControlPlane.template.json',
      'MandateState.template.json',
      'MandateWorkload-production.template.json',
      'MandateWorkload-staging.template.json',
      'MandateWorkload-test.template.json',
    ]);
    for (const name of ['broker', 'lifecycle', 'outbox']) {
      const asset = readdirSync(join(out, 'bundles')).find((entry) => entry.startsWith(`${name}-`));
      const deployment = JSON.parse(
        readFileSync(join(out, 'bundles', String(asset), 'deployment.json'), 'utf8'),
      );
      expect(deploymentSchema.safeParse(deployment).error).toBeUndefined();
    }
  });
});

describe('wrong settings', () => {
  it('end in every problem with its path, exit status 1 and no stack trace', { timeout: 60_000 }, () => {
    const { status, stderr } = app({
      ...SETTINGS_FILE,
      environments: [{ name: 'T' }],
      profilesDir: 'nowhere',
    });

    expect(status).toBe(1);
    expect(stderr).toContain('environments[0].name');
    expect(stderr).toContain('profilesDir');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder, 'app', 'MandateState.template.json'))).toBe(false);
  });

  it('say how to name an account where none is known', { timeout: 60_000 }, () => {
    const { hubAccount: _, ...anonymous } = SETTINGS_FILE;
    const { status, stderr } = app({ ...anonymous, profilesDir: join(REPOSITORY, 'profiles') });

    expect(status).toBe(1);
    expect(stderr).toMatch(/hubAccount\n.*\n.*CDK_DEFAULT_ACCOUNT/);
  });
});
