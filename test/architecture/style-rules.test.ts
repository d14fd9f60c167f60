import { beforeAll, describe, expect, it } from 'vitest';
import { type PlantedCheckout, plantedCheckout } from './planted-checkout.ts';

interface Diagnostic {
  readonly category: string;
  readonly severity: string;
  readonly location: { readonly path: string };
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** Each file breaks the rule that stands before it. */
const BAD: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['plugin', 'lambdas/core/agents/clock.ts', 'export const now = () => Date.now();'],
  ['plugin', 'lambdas/core/agents/today.ts', 'export const today = () => new Date();'],
  ['plugin', 'lambdas/core/agents/dice.ts', 'export const dice = () => Math.random();'],
  ['style/noRestrictedGlobals', 'lambdas/core/agents/home.ts', "export const home = process.env['HOME'];"],
  ['style/noRestrictedGlobals', 'lambdas/core/agents/id.ts', 'export const id = () => crypto.randomUUID();'],
  ['style/noDefaultExport', 'lib/default-export.ts', 'export default 1;'],
  ['style/noNonNullAssertion', 'lib/bang.ts', 'export const first = (a: readonly string[]) => a[0]!;'],
  ['style/noEnum', 'lib/enum.ts', 'export enum Colour { Red }'],
  ['style/noParameterProperties', 'lib/property.ts', 'export class A { constructor(readonly b: string) {} }'],
  ['style/noParameterAssign', 'lib/assign.ts', 'export const f = (a: number) => { a = 2; return a; };'],
  [
    'style/useImportType',
    'lib/import-type.ts',
    "import { A } from './property.ts';\nexport const a = (b: A) => b;",
  ],
  ['style/useFilenamingConvention', 'lib/camelCase.ts', 'export const a = 1;'],
  ['style/useThrowOnlyError', 'lib/throws.ts', "export const f = () => { throw 'no'; };"],
  ['style/noExcessiveLinesPerFile', 'lib/long.ts', lines(201, (index) => `export const a${index} = 1;`)],
  [
    'complexity/noExcessiveLinesPerFunction',
    'lib/long-function.ts',
    `export const f = (a: () => void) => {\n${lines(41, () => 'a();')}\n};`,
  ],
  [
    'complexity/useMaxParams',
    'lambdas/adapters/four.ts',
    'export const f = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d];',
  ],
  [
    'complexity/useMaxParams',
    'lib/five.ts',
    'export const f = (a: 1, b: 2, c: 3, d: 4, e: 5) => [a, b, c, d, e];',
  ],
  ['suspicious/noExplicitAny', 'lib/any.ts', 'export const a = (b: any) => b;'],
  ['performance/noBarrelFile', 'lib/barrel.ts', "export { a } from './any.ts';"],
  [
    'nursery/noFloatingPromises',
    'lib/floats.ts',
    'const f = async () => 1;\nexport const g = () => { f(); };',
  ],
  ['suspicious/noFocusedTests', 'test/only.test.ts', "import { it } from 'vitest';\nit.only('a', () => {});"],
  ['suspicious/noSkippedTests', 'test/skip.test.ts', "import { it } from 'vitest';\nit.skip('a', () => {});"],
];

/** Each file is as it should be. */
const GOOD: readonly (readonly [path: string, text: string])[] = [
  ['lambdas/core/agents/instant.ts', 'export const at = (time: number) => new Date(time).toISOString();'],
  ['lambdas/adapters/system.ts', 'export const now = () => Date.now();'],
  ['lib/long-enough.ts', lines(200, (index) => `export const a${index} = 1;`)],
  ['test/table.test.ts', lines(350, (index) => `export const a${index} = 1;`).replaceAll('export ', '')],
];

/** `lint/style/noEnum lib/enum.ts` for each finding of a severity that fails the command. */
const findings = (checkout: PlantedCheckout): readonly string[] => {
  const { stdout } = checkout.run('biome', [
    'lint',
    '--reporter=json',
    '--colors=off',
    '--max-diagnostics=none',
  ]);
  const { diagnostics }: { readonly diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ category, location }) => `${category.replace(/^lint\//, '')} ${location.path}`);
};

let found: readonly string[];
let status: number | null;
beforeAll(() => {
  const checkout = plantedCheckout();
  try {
    for (const [path, text] of GOOD) checkout.plant(path, `${text}\n`);
    for (const [, path, text] of BAD) checkout.plant(path, `${text}\n`);
    found = findings(checkout);
    status = checkout.run('npm', ['run', '--silent', 'check:style']).status;
  } finally {
    checkout.remove();
  }
});

describe('the rules of style', () => {
  it.each(BAD)('%s is found in %s', (rule, path) => {
    expect(found).toContain(`${rule} ${path}`);
  });

  it.each(GOOD)('nothing is found in %s', (path) => {
    expect(found.filter((finding) => finding.endsWith(` ${path}`))).toEqual([]);
  });

  it('fail the command', () => {
    expect(status).toBe(1);
  });
});
