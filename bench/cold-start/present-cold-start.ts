import { milliseconds, ratio, tableOf, verdict, whole } from '../report/markdown.ts';
import type { BundleSize, Contribution } from './bundle-sizes.ts';
import type { ColdStartTimes } from './measure-cold-start.ts';

export interface ColdStartFigures {
  readonly starts: Readonly<Record<'refusal' | 'lease' | 'floor', ColdStartTimes>>;
  readonly bundles: readonly BundleSize[];
  readonly contributions: readonly Contribution[];
}

/** Milliseconds from the import of the bundle to its first answer. */
const TARGET = 150;

const WHAT = `Each run is a fresh Node.js process that imports the broker's bundle, as deployed, and asks it once; the clock
runs from the import to the answer. A first lease fetches the issuer's discovery document and keys, looks the binding up,
and opens its first connections; a refusal at the door reaches nobody. The floor is a bundle of nothing but the two SDK
clients, which makes the calls of one lease. The process has a core of this machine; Lambda gives 512 MB about a third of
one, except while a function initializes.`;

export const presentColdStart = (figures: ColdStartFigures): readonly string[] => {
  const { starts, bundles, contributions } = figures;
  const { lease, refusal, floor } = starts;
  return [
    WHAT,
    tableOf(
      [`${lease.answered.runs} runs of each`, 'import, median', 'first answer, min', 'median', 'p99'],
      [
        ['first lease', ...cellsOf(lease)],
        ['first refusal at the door', ...cellsOf(refusal)],
        ['floor: the SDK clients alone, same calls', ...cellsOf(floor)],
        ['ratio of the lease to the floor', ...ratiosOf(lease, floor)],
      ],
    ),
    `Target: first answer after at most ${TARGET} ms in the median: the lease ${verdict(lease.answered.median, TARGET)}, the refusal ${verdict(refusal.answered.median, TARGET)}.`,
    'Bundles, in bytes (minified; the SDK is inside):',
    tableOf(
      ['function', 'bundle', 'compressed'],
      bundles.map(({ name, minified, compressed }) => [`\`${name}\``, whole(minified), whole(compressed)]),
    ),
    'The largest parts of the broker’s:',
    tableOf(
      ['package', 'bytes', 'share'],
      contributions.map(({ from, bytes }) => [`\`${from}\``, whole(bytes), shareOf(bytes, bundles)]),
    ),
  ];
};

const shareOf = (bytes: number, bundles: readonly BundleSize[]): string => {
  const broker = bundles.find(({ name }) => name === 'broker');
  return broker === undefined ? '' : `${Math.round((100 * bytes) / broker.minified)} %`;
};

const cellsOf = ({ imported, answered }: ColdStartTimes): readonly string[] =>
  [imported.median, answered.min, answered.median, answered.p99].map(milliseconds);

const ratiosOf = (lease: ColdStartTimes, floor: ColdStartTimes): readonly string[] => [
  ratio(lease.imported.median, floor.imported.median),
  ratio(lease.answered.min, floor.answered.min),
  ratio(lease.answered.median, floor.answered.median),
  ratio(lease.answered.p99, floor.answered.p99),
];
