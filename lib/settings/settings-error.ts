import type { Problem } from '../../lambdas/core/profiles/problem.ts';

/** A problem of a settings or profile file. */
export interface SettingsProblem extends Problem {
  /** The file, as the user named it. */
  readonly file: string;
}

const render = ({ file, path, message, resolution }: SettingsProblem): string =>
  `  ${file}${path === '' ? '' : `: ${path}`}\n    ${message}\n    → ${resolution}`;

/** Everything that is wrong with the settings and profiles, to be mended in one go. */
export class SettingsError extends Error {
  readonly code = 'invalid-settings';
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`the settings have ${count}:\n\n${problems.map(render).join('\n\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}
