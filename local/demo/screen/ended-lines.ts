import pc from 'picocolors';
import type { CredentialsAnswer } from '../../agents/ask-credentials.ts';
import type { Bystander, Ended, StopTimes } from '../ended.ts';
import { seconds } from './columns.ts';

/** How an agent's access ended: the times, the proof, and who did not notice. */
export const endedLines = (ended: Ended): readonly string[] => [
  ...[timeLine(ended), sessionLine(ended), ...leaseLines(ended.nextLease), othersLine(ended.others)].map(
    (line) => `  ${line}`,
  ),
  '',
];

const timeLine = ({ times, iam }: Pick<Ended, 'times' | 'iam'>): string => {
  const labels: Readonly<Record<keyof StopTimes, string>> = {
    refused: 'refused',
    written: `written (${iam.writes.length} IAM write${iam.writes.length === 1 ? '' : 's'})`,
    session: 'session denied',
    probed: 'probe denied',
  };
  // in the order in which it happened: an agent can be denied before the write is confirmed
  const names = (Object.keys(labels) as (keyof StopTimes)[]).sort((a, b) => times[a] - times[b]);
  return names.map((name) => `${pc.bold(`+${seconds(times[name])}`)} ${labels[name]}`).join(pc.dim(' → '));
};

const sessionLine = ({ agentId, gap, denied, later }: Ended): string => {
  const mark = later === 'denied' ? pc.yellow('⊘') : pc.red('✗');
  return `${mark} ${pc.bold(agentId)}, at work ${gap} ms before: denied by ${denied.statement}`;
};

const leaseLines = (answer: CredentialsAnswer): readonly string[] => {
  if (answer.issued) return [pc.red('✗ it got a new lease')];
  return answer.reasons.flatMap(({ message, resolution }) => [
    `${pc.yellow('⊘')} next lease refused: ${message}`,
    pc.dim(`  → ${resolution}`),
  ]);
};

const othersLine = (others: readonly Bystander[]): string => {
  const stopped = others.filter(({ seen, nextLease }) => seen !== 'allowed' || !nextLease.issued);
  const names = (some: readonly Bystander[]): string => some.map(({ agentId }) => agentId).join(', ');
  if (stopped.length > 0) return pc.red(`✗ stopped as well: ${names(stopped)}`);
  return `${pc.green('✓')} the other ${others.length} go on, with the sessions they had and with new ones`;
};
