import { gzipSync } from 'node:zlib';
import { bundleEntry } from '../../lib/constructs/bundle.ts';
import type { FunctionName } from '../../lib/stacks/function-permissions.ts';
import { FUNCTIONS } from '../../lib/stacks/functions.ts';
import { entryOf } from '../world/bundles.ts';

export interface BundleSize {
  readonly name: string;
  /** Bytes. */
  readonly minified: number;
  readonly compressed: number;
}

export interface Contribution {
  /** A package, or the code of Mandate itself. */
  readonly from: string;
  /** Bytes of the bundle. */
  readonly bytes: number;
}

const NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];

export const bundleSizes = (): readonly BundleSize[] =>
  NAMES.map((name) => {
    const { code } = bundleEntry(entryOf(name));
    return { name, minified: code.length, compressed: gzipSync(code).length };
  });

/** Where the bytes of a function's bundle come from, the most first. */
export const contributionsTo = (name: FunctionName): readonly Contribution[] => {
  const { metafile } = bundleEntry(entryOf(name));
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return contributions(inputs.map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput })));
};

/** @param inputs files of a bundle with their share of it */
export const contributions = (
  inputs: readonly { readonly path: string; readonly bytes: number }[],
): readonly Contribution[] => {
  const bytes = new Map<string, number>();
  for (const input of inputs) {
    const from = packageOf(input.path);
    bytes.set(from, (bytes.get(from) ?? 0) + input.bytes);
  }
  return [...bytes].map(([from, sum]) => ({ from, bytes: sum })).sort((a, b) => b.bytes - a.bytes);
};

/** The innermost package of a path. */
const packageOf = (path: string): string => {
  const inside = path.split('node_modules/').slice(1).at(-1);
  return inside === undefined ? 'mandate' : (/^(@[^/]+\/)?[^/]+/.exec(inside)?.[0] ?? inside);
};
