import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleEntry } from '../../../lib/constructs/bundle.ts';
import { REPOSITORY } from '../../support/settings.ts';

const HANDLERS = join(REPOSITORY, 'lambdas', 'handlers');
const NAMES = readdirSync(HANDLERS).filter((name) => existsSync(join(HANDLERS, name, 'handler.ts')));
/** Bytes; the broker starts cold in front of a waiting agent. */
const BROKER_BUDGET = 600_000;

const bundleOf = (name: string) => bundleEntry(join(HANDLERS, name, 'handler.ts'));

/** The package that a file belongs to: its nearest package.json with a name. */
const packageOf = (file: string): { readonly name: string; readonly license: string } => {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name, license } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (typeof name === 'string') return { name, license: String(license) };
  }
  return { name: file, license: 'unknown' };
};

describe.each(NAMES)('the bundle of %s', (name) => {
  const packages = Object.keys(bundleOf(name).metafile.inputs)
    .filter((input) => input.includes('node_modules/'))
    .map((input) => packageOf(resolve(input)));

  it('has only code under a permissive licence', () => {
    const others = packages.filter(
      ({ license }) => !/^(Apache-2\.0|MIT(-0)?|ISC|0BSD|BSD-[23]-Clause)$/.test(license),
    );

    expect(others).toEqual([]);
  });

  it('has nothing of the tooling', () => {
    const tooling = packages.filter(({ name: used }) =>
      /^(aws-cdk|constructs|cdk-nag|esbuild|@cloud-copilot)/.test(used),
    );

    expect(tooling).toEqual([]);
  });

  it('exports a handler', () => {
    const [output] = Object.values(bundleOf(name).metafile.outputs);

    expect(output?.exports).toContain('handler');
  });
});

describe('the broker', () => {
  it(`is at most ${BROKER_BUDGET} bytes`, () => {
    expect(bundleOf('broker').code.length).toBeLessThanOrEqual(BROKER_BUDGET);
  });
});
