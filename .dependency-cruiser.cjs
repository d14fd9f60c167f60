/**
 * Who may import whom. Every rule is tried on a planted import in test/architecture/dependency-rules.test.ts.
 * `import type` counts as well: a type that comes from outside is a dependency on the outside.
 */
/** Nothing beside `allowed` (a regular expression on the resolved path) may be imported from `folder`. */
const only = (name, folder, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: folder },
  to: { pathNot: allowed },
});

const never = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

const PACKAGE = '(^|/)node_modules/';
const inFolders = (...folders) => `^(${folders.join('|')})/`;
const SHIPPED = inFolders('bin', 'cli', 'console', 'lambdas', 'lib');

module.exports = {
  forbidden: [
    only(
      'core-is-closed',
      '^lambdas/core/',
      '^lambdas/core/',
      'the domain imports nothing outside itself: no package, nothing of Node',
    ),
    only(
      'contracts-know-core-and-zod',
      '^lambdas/contracts/',
      `^lambdas/(core|contracts)/|${PACKAGE}zod/`,
      'contracts say what comes in and out, in words of the domain',
    ),
    never(
      'adapters-know-core-and-contracts',
      { path: '^lambdas/adapters/' },
      { dependencyTypesNot: ['core'], pathNot: `^lambdas/(core|contracts|adapters)/|${PACKAGE}` },
      'an adapter serves ports of core; it knows no handler and nothing of the infrastructure',
    ),
    never(
      'handlers-know-lambdas-only',
      { path: '^lambdas/handlers/' },
      { dependencyTypesNot: ['core'], pathNot: `^lambdas/|${PACKAGE}` },
      'a handler wires core, contracts and adapters; it knows nothing of the infrastructure',
    ),
    never(
      'handlers-stand-alone',
      { path: '^lambdas/handlers/([^/]+)/' },
      { path: '^lambdas/handlers/', pathNot: '^lambdas/handlers/($1|runtime)/' },
      'what one function has must not end in the bundle of another: put it into runtime, or into core',
    ),
    never(
      'lib-knows-contracts-and-core',
      { path: '^lib/' },
      { dependencyTypesNot: ['core'], pathNot: `^lib/|^lambdas/(core|contracts)/|${PACKAGE}` },
      'infrastructure names the entries of Lambdas by path and never runs their code',
    ),
    never(
      'bin-knows-lib',
      { path: '^bin/' },
      { dependencyTypesNot: ['core'], pathNot: `^(bin|lib|cli)/|${PACKAGE}` },
      'what is started only starts',
    ),
    never(
      'nothing-knows-test',
      { pathNot: '^(test/|vitest\\.config\\.ts$)' },
      { path: '^test/' },
      'what is tested does not know its tests',
    ),
    never(
      'nothing-knows-local',
      { pathNot: inFolders('local', 'test', 'bench') },
      { path: '^local/' },
      'what is deployed has no local mode',
    ),
    never(
      'agpl-stays-local',
      { pathNot: inFolders('local', 'test') },
      { path: `${PACKAGE}@cloud-copilot/` },
      'these packages are under the AGPL: local tooling and tests only',
    ),
    never(
      'no-tooling-in-lambdas',
      { path: '^lambdas/' },
      { path: `${PACKAGE}(aws-cdk-lib|aws-cdk|constructs|cdk-nag|esbuild)/` },
      'what synthesizes and bundles is not part of what runs',
    ),
    never(
      'no-dev-dependency-shipped',
      { path: SHIPPED },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'], pathNot: `${PACKAGE}@types/` },
      'move it to dependencies of package.json, or do without',
    ),
    never('no-cycle', {}, { circular: true }, 'take what both need into a file of its own'),
    never('resolvable', {}, { couldNotResolve: true }, 'correct the path, or add the package'),
  ],
  options: {
    // reads TypeScript by itself; dependency-cruiser cannot use the compiler from TypeScript 7 on
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.local|cdk\\.out|coverage|docs/generated)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
