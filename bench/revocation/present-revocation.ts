import type { Distribution } from '../figures/distribution.ts';
import { milliseconds, tableOf, verdict, whole } from '../report/markdown.ts';
import type { RevocationFigures, SizeFigures } from './revocation-figures.ts';

/** How much longer the largest fleet may take than the smallest. */
const TARGET = 1.2;

const WHAT = `\`Owner Left\` is put on the bus of the deployed app, and all that follows is the app's: bus, queue, stopper,
table, stream, outbox, queue, compiler, IAM; then the verifier, with real sessions. Real are also all agents in the table
and all of their roles in IAM, made by the provisioner's own code; they were written there without their registration
events, to save time. IAM calls are counted from the gate's log. One thing is cut off: the clean-up that follows, which locks
roles one by one in its own time.`;

const PER_ROLE = `The per-role way is what AWS's console does to revoke sessions: \`PutRolePolicy\` with \`AWSRevokeOlderSessions\`
on each role of the same fleet, right after, ten at a time, by an administrator who knows the roles already.`;

const PARTS = `Searching is one query in each environment for one agent of the owner (\`Limit\` 1). DynamoDB reads one item for
it, whatever there is; the emulator looks through all of the owner's agents first, and does nothing else meanwhile, so that
the message to the compiler waits too. Compiling is all that the compiler does until IAM has the new list. The rest is
messages: transaction, stream, queues.`;

const CAVEAT = `On AWS each call takes longer, and IAM some seconds to take effect, either way; what carries over is the number
of calls. In the emulator a change takes effect at once.`;

export const presentRevocation = ({ sizes }: RevocationFigures): readonly string[] => [
  WHAT,
  PER_ROLE,
  tableOf(
    [
      'agents of the owner',
      'IAM calls',
      'raised → written',
      'of it searching',
      'of it compiling',
      'raised → seen denied',
      'IAM calls per role',
      'time per role',
    ],
    sizes.map(rowOf),
  ),
  `Each time is the median of ${sizes[0]?.iamCalls.length ?? 0} owners, with the fastest and the slowest. From the event to its commit (raised) it took ${milliseconds(Math.max(...sizes.map(({ emittedToRaised }) => emittedToRaised.median)))} at most, in the median.`,
  PARTS,
  CAVEAT,
  targetOf(sizes),
];

const rowOf = (size: SizeFigures): readonly string[] => [
  whole(size.agents),
  countOf(size.iamCalls),
  rangeOf(size.raisedToWritten),
  milliseconds(size.searching.median),
  milliseconds(size.compiling.median),
  rangeOf(size.raisedToVerified),
  countOf(size.perRoleIamCalls),
  rangeOf(size.perRole),
];

const rangeOf = ({ median, min, max }: Distribution): string =>
  `${milliseconds(median)} (${whole(min)}–${whole(max)})`;

/** One number where all runs needed the same. */
const countOf = (counts: readonly number[]): string =>
  [...new Set(counts)]
    .sort((a, b) => a - b)
    .map(whole)
    .join(' or ');

const targetOf = (sizes: readonly SizeFigures[]): string => {
  const [smallest, largest] = [sizes[0], sizes.at(-1)];
  if (smallest === undefined || largest === undefined) return '';
  const growth = largest.raisedToWritten.median / smallest.raisedToWritten.median;
  const compiling = largest.compiling.median / smallest.compiling.median;
  const constant = new Set(sizes.flatMap(({ iamCalls }) => iamCalls)).size === 1;
  return [
    `Target: as many IAM calls for ${whole(largest.agents)} agents as for ${whole(smallest.agents)}: ${constant ? 'yes' : '**no**'};`,
    `written in at most ${TARGET} × the time: ${growth.toFixed(2)} ×, ${verdict(growth, TARGET)};`,
    `of that, compiling: ${compiling.toFixed(2)} ×, ${verdict(compiling, TARGET)}.`,
  ].join(' ');
};
