import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/settings.ts';
import { type PlantedCheckout, plantedCheckout } from './planted-checkout.ts';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string; readonly severity: string };
}

/** Each import is bad, under the rule that stands before it. */
const BAD: readonly (readonly [rule: string, from: string, imports: string])[] = [
  ['core-is-closed', 'lambdas/core/agents/of-adapters.ts', '../../adapters/good.ts'],
  ['core-is-closed', 'lambdas/core/agents/of-contracts.ts', '../../contracts/good.ts'],
  ['core-is-closed', 'lambdas/core/agents/of-a-package.ts', 'zod'],
  ['core-is-closed', 'lambdas/core/agents/of-node.ts', 'node:crypto'],
  ['contracts-know-core-and-zod', 'lambdas/contracts/of-adapters.ts', '../adapters/good.ts'],
  ['contracts-know-core-and-zod', 'lambdas/contracts/of-a-package.ts', 'ulid'],
  ['contracts-know-core-and-zod', 'lambdas/contracts/of-node.ts', 'node:fs'],
  ['adapters-know-core-and-contracts', 'lambdas/adapters/of-handlers.ts', '../handlers/broker/good.ts'],
  ['adapters-know-core-and-contracts', 'lambdas/adapters/of-lib.ts', '../../lib/good.ts'],
  ['handlers-know-lambdas-only', 'lambdas/handlers/broker/of-lib.ts', '../../../lib/good.ts'],
  ['handlers-stand-alone', 'lambdas/handlers/stopper/of-broker.ts', '../broker/good.ts'],
  ['lib-knows-contracts-and-core', 'lib/of-handlers.ts', '../lambdas/handlers/broker/good.ts'],
  ['lib-knows-contracts-and-core', 'lib/of-adapters.ts', '../lambdas/adapters/good.ts'],
  ['bin-knows-lib', 'bin/of-lambdas.ts', '../lambdas/core/good.ts'],
  ['nothing-knows-test', 'lib/of-test.ts', '../test/good.ts'],
  ['nothing-knows-test', 'local/of-test.ts', '../test/good.ts'],
  ['nothing-knows-local', 'bin/of-local.ts', '../local/good.ts'],
  ['nothing-knows-local', 'lambdas/handlers/broker/of-local.ts', '../../../local/good.ts'],
  ['agpl-stays-local', 'lib/of-agpl.ts', '@cloud-copilot/iam-simulate'],
  ['agpl-stays-local', 'lambdas/adapters/of-agpl.ts', '@cloud-copilot/iam-policy'],
  ['no-tooling-in-lambdas', 'lambdas/adapters/of-cdk.ts', 'aws-cdk-lib/aws-lambda'],
  ['no-tooling-in-lambdas', 'lambdas/handlers/broker/of-esbuild.ts', 'esbuild'],
  ['no-dev-dependency-shipped', 'lib/of-a-test-library.ts', 'fast-check'],
  ['no-cycle', 'lambdas/core/agents/round-a.ts', './round-b.ts'],
  ['resolvable', 'lib/of-nothing.ts', './nowhere.ts'],
];

/** Each import is as it should be. */
const GOOD: readonly (readonly [from: string, imports: string])[] = [
  ['lambdas/contracts/of-core.ts', '../core/good.ts'],
  ['lambdas/contracts/of-zod.ts', 'zod'],
  ['lambdas/adapters/of-contracts.ts', '../contracts/good.ts'],
  ['lambdas/adapters/of-the-sdk.ts', '@aws-sdk/client-iam'],
  ['lambdas/adapters/of-node.ts', 'node:timers/promises'],
  ['lambdas/handlers/broker/of-adapters.ts', '../../adapters/good.ts'],
  ['lambdas/handlers/broker/of-runtime.ts', '../runtime/good.ts'],
  ['lambdas/handlers/broker/of-types.ts', '@types/aws-lambda'],
  ['lib/of-contracts.ts', '../lambdas/contracts/good.ts'],
  ['lib/of-cdk.ts', 'aws-cdk-lib'],
  ['bin/of-lib.ts', '../lib/good.ts'],
  ['local/of-agpl.ts', '@cloud-copilot/iam-simulate'],
  ['test/of-local.ts', '../local/good.ts'],
];

const TARGETS = [
  'lambdas/core/good.ts',
  'lambdas/contracts/good.ts',
  'lambdas/adapters/good.ts',
  'lambdas/handlers/broker/good.ts',
  'lambdas/handlers/runtime/good.ts',
  'lib/good.ts',
  'local/good.ts',
  'test/good.ts',
];

/** What the command says to programs, and its exit status as `npm run check` gets it. */
const check = (checkout: PlantedCheckout) => {
  const { stdout } = checkout.run('depcruise', ['--output-type', 'json', '.']);
  const violations: readonly Violation[] = JSON.parse(stdout).summary.violations;
  return {
    status: checkout.run('npm', ['run', '--silent', 'check:imports']).status,
    broken: violations.map(({ from, rule }) => `${rule.severity} ${rule.name} ${from}`),
  };
};

let good: ReturnType<typeof check>;
let bad: ReturnType<typeof check>;
beforeAll(() => {
  const checkout = plantedCheckout();
  try {
    for (const path of TARGETS) checkout.plant(path, 'export const good = 1;\n');
    for (const [from, imports] of GOOD) checkout.plant(from, `export * from '${imports}';\n`);
    good = check(checkout);
    for (const [, from, imports] of BAD) checkout.plant(from, `import type { good } from '${imports}';\n`);
    checkout.plant('lambdas/core/agents/round-b.ts', "export * from './round-a.ts';\n");
    bad = check(checkout);
  } finally {
    checkout.remove();
  }
});

describe('the dependency rules', () => {
  it('let through what should be', () => {
    expect(good).toEqual({ status: 0, broken: [] });
  });

  it.each(BAD)('%s: %s may not import %s', (rule, from) => {
    expect(bad.broken).toContain(`error ${rule} ${from}`);
  });

  it('fail the command', () => {
    expect(bad.status).toBeGreaterThan(0);
  });

  it('are all tried here', () => {
    const { forbidden } = createRequire(import.meta.url)(join(REPOSITORY, '.dependency-cruiser.cjs'));
    const names = forbidden.map(({ name }: { readonly name: string }) => name);

    expect([...new Set(BAD.map(([rule]) => rule))].sort()).toEqual(names.sort());
  });
});
