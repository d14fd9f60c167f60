import pc from 'picocolors';
import type { CredentialsAnswer } from '../../agents/ask-credentials.ts';
import type { Attempt } from '../acts/try-deeds.ts';
import { columns } from './columns.ts';

const WIDTHS = [22, 42];

/** What each agent tried: what it may do, and what it may not. */
export const deedLines = (
  attempts: readonly Attempt[],
  stranger: CredentialsAnswer | undefined,
): readonly string[] => {
  const own = attempts.filter(({ common }) => !common);
  const agentIds = [...new Set(own.map(({ agentId }) => agentId))];
  const cell = (agentId: string, expected: Attempt['expected']): string =>
    marked(own.filter((each) => each.agentId === agentId && each.expected === expected));
  return [
    pc.dim(columns(['agent', 'may: seen allowed', 'may not: seen denied'], WIDTHS)),
    ...agentIds.map((agentId) =>
      columns([pc.bold(agentId), cell(agentId, 'allowed'), cell(agentId, 'denied')], WIDTHS),
    ),
    columns([pc.bold('each of them'), marked(alike(attempts))], WIDTHS.slice(0, 1)),
    ...(stranger === undefined ? [] : [strangerLine(stranger)]),
    '',
  ];
};

type Shown = Pick<Attempt, 'deed' | 'expected' | 'seen'>;

const marked = (attempts: readonly Shown[]): string => attempts.map(mark).join('  ');

const mark = ({ deed, expected, seen }: Shown): string => {
  if (seen !== expected) return pc.red(`✗ ${deed}: ${seen}`);
  return seen === 'allowed' ? `${pc.green('✓')} ${deed}` : `${pc.yellow('⊘')} ${deed}`;
};

/** What all try, once: as it went wherever it went wrong. */
const alike = (attempts: readonly Attempt[]): readonly Shown[] => {
  const common = attempts.filter((each) => each.common);
  return [...new Set(common.map(({ deed }) => deed))].flatMap((deed) => {
    const all = common.filter((each) => each.deed === deed);
    return all.find(({ seen, expected }) => seen !== expected) ?? all.slice(0, 1);
  });
};

const strangerLine = (answer: CredentialsAnswer): string => {
  const said = answer.issued
    ? pc.red('✗ got credentials')
    : `${pc.yellow('⊘')} no credentials: ${answer.reasons[0]?.code ?? answer.code}`;
  return columns([pc.bold('an unregistered one'), said], WIDTHS.slice(0, 1));
};
