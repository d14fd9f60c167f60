import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instanceAt } from '../../../local/environment/instance.ts';
import { launchOf } from '../../../local/environment/parts.ts';
import { usualPorts } from '../../../local/environment/ports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the emulator', () => {
  it('runs scripts of its own as it means them, in a repository of modules too', () => {
    const checkout = temporaryFolder();
    writeFileSync(join(checkout, 'package.json'), '{ "type": "module" }');
    const instance = instanceAt(join(checkout, '.local'));
    const secrets = { adminSecret: 'a', lambdaSecret: 'l' };
    const state = { version: 1, ...secrets, ports: usualPorts, processes: {} } as const;

    const { env } = launchOf('ministack', { instance, state, python: undefined });
    const folder = join(env['TMPDIR'] ?? '', 'function');
    mkdirSync(folder);
    writeFileSync(join(folder, 'worker.js'), "process.stdout.write(typeof require('node:fs').readFileSync)");

    expect(execFileSync(process.execPath, [join(folder, 'worker.js')], { encoding: 'utf8' })).toBe(
      'function',
    );
  });
});
