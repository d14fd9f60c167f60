import pc from 'picocolors';
import type { Newcomer } from '../acts/come-to-life.ts';
import { columns, seconds } from './columns.ts';

const WIDTHS = [22, 11, 10];

/** Who came to life, for whom, and under which name. */
export const newcomerLines = (newcomers: readonly Newcomer[]): readonly string[] => [
  pc.dim(columns(['agent', 'owner', 'active in', 'its first call in the call log: role/lease'], WIDTHS)),
  ...newcomers.map(({ agentId, owner, activeAfter, principal }) =>
    columns([pc.bold(agentId), owner, seconds(activeAfter, 1), pc.cyan(principal)], WIDTHS),
  ),
  '',
];
