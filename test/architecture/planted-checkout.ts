import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { REPOSITORY } from '../support/settings.ts';

const CONFIGURATION = [
  '.dependency-cruiser.cjs',
  '.gitignore',
  'biome.json',
  'package.json',
  'tsconfig.json',
  'test/architecture/pure-core.grit',
];

export interface Output {
  readonly status: number | null;
  readonly stdout: string;
}

/** A checkout with this repository's configuration and packages, and no code but what is planted in it. */
export interface PlantedCheckout {
  plant(path: string, text: string): void;
  /** Runs a command in it, an installed one or one of the machine. */
  run(command: string, args: readonly string[]): Output;
  remove(): void;
}

export const plantedCheckout = (): PlantedCheckout => {
  const env = {
    ...process.env,
    PATH: [join(REPOSITORY, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
  };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mandate-planted-')));
  const plant = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const file of CONFIGURATION) cpSync(join(REPOSITORY, file), join(folder, file));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  return {
    plant,
    run: (command, args) => {
      const { status, stdout } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
      return { status, stdout };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
