import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

/** A Lambda's code could not be bundled. */
export class BundleError extends Error {
  readonly code = 'bundle-failed';
  readonly resolution: string;

  constructor(message: string, resolution: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BundleError';
    this.resolution = resolution;
  }
}

/** One Lambda's code: a minified ES module with everything it imports, and what that was. */
export interface Bundle {
  readonly code: Uint8Array;
  readonly metafile: Metafile;
}

const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  external: [],
  write: false,
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Gives CommonJS dependencies the `require` that an ES module lacks. */
const REQUIRE_SHIM = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";
/** esbuild leaves this text where a dependency calls `require` at run time. */
const NEEDS_REQUIRE = 'Dynamic require of';

const bundles = new Map<string, Bundle>();

const build = (entry: string, banner: string): Bundle => {
  const result = buildSync({
    ...OPTIONS,
    entryPoints: [entry],
    outfile: 'index.mjs',
    banner: { js: banner },
  });
  const [output] = result.outputFiles;
  if (output === undefined)
    throw new BundleError(`esbuild gave no output for ${entry}`, 'report this as a bug');
  return { code: output.contents, metafile: result.metafile };
};

/** Bundles the entry at `lambdas/handlers/<name>/handler.ts`; once per process, however many apps are built. */
export const bundleEntry = (entry: string): Bundle => {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  if (!existsSync(entry)) {
    throw new BundleError(`there is no Lambda entry at ${entry}`, 'create it: it has to export `handler`');
  }
  try {
    const plain = build(entry, '');
    const text = new TextDecoder().decode(plain.code);
    const bundle = text.includes(NEEDS_REQUIRE) ? build(entry, REQUIRE_SHIM) : plain;
    bundles.set(entry, bundle);
    return bundle;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new BundleError(`${entry} cannot be bundled: ${message}`, 'correct the code there', { cause });
  }
};

/**
 * Writes the bundle and the Lambda's deployment file into a folder named after their content, so that two apps
 * built at the same time never write over each other.
 * @returns the folder
 */
export const writeBundle = (root: string, name: string, entry: string, deployment: string): string => {
  const bundle = bundleEntry(entry);
  const digest = createHash('sha256').update(bundle.code).update(deployment).digest('hex').slice(0, 16);
  const folder = join(root, `${name}-${digest}`);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, `${name}.meta.json`), JSON.stringify(bundle.metafile));
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'index.mjs'), bundle.code);
  writeFileSync(join(draft, 'deployment.json'), deployment);
  try {
    renameSync(draft, folder);
  } catch {
    // another process was first with the same content
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
};
