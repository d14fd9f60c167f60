import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseProfileFile } from '../../lambdas/contracts/profile-file.ts';
import type { Profile } from '../../lambdas/core/profiles/profile.ts';
import { readDocument } from './read-document.ts';
import type { SettingsProblem } from './settings-error.ts';

export interface LoadedProfiles {
  readonly profiles: readonly Profile[];
  readonly problems: readonly SettingsProblem[];
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

const checkAgainstSettings = (
  profile: Profile,
  file: string,
  environments: readonly string[] | undefined,
): SettingsProblem[] => {
  const expected = basename(file, extname(file));
  const misnamed = {
    file,
    path: 'profile',
    code: 'misnamed-profile',
    message: `the file is called ${expected} and its profile "${profile.profile}"`,
    resolution: 'give both the same name',
  };
  const unknown = profile.environments.flatMap((environment, index) =>
    environments === undefined || environments.includes(environment)
      ? []
      : [
          {
            file,
            path: `environments[${index}]`,
            code: 'unknown-environment',
            message: `"${environment}" is not an environment of the settings`,
            resolution: `use one of ${environments.join(', ')}`,
          },
        ],
  );
  return [...(expected === profile.profile ? [] : [misnamed]), ...unknown];
};

const loadProfile = (file: string, environments?: readonly string[]): LoadedProfiles => {
  const document = readDocument(file);
  if (!document.ok) return { profiles: [], problems: [document.problem] };
  const parsed = parseProfileFile(document.content);
  if (!parsed.ok) return { profiles: [], problems: parsed.problems.map((problem) => ({ file, ...problem })) };
  return { profiles: [parsed.profile], problems: checkAgainstSettings(parsed.profile, file, environments) };
};

const twins = (files: readonly string[]): SettingsProblem[] => {
  const names = files.map((file) => basename(file, extname(file)));
  return files
    .filter((_, index) => names.indexOf(names[index] ?? '') !== index)
    .map((file) => ({
      file,
      path: 'profile',
      code: 'duplicate-profile',
      message: 'another file of the folder describes a profile of this name',
      resolution: 'keep one of them',
    }));
};

/**
 * Every profile of a folder, with every problem of each.
 * @param environments those of the settings; undefined when they are not known
 */
export const loadProfiles = (directory: string, environments?: readonly string[]): LoadedProfiles => {
  const files = readdirSync(directory)
    .filter((name) => EXTENSIONS.includes(extname(name)))
    .sort()
    .map((name) => join(directory, name));
  const loaded = files.map((file) => loadProfile(file, environments));
  return {
    profiles: loaded.flatMap(({ profiles }) => profiles),
    problems: [...loaded.flatMap(({ problems }) => problems), ...twins(files)],
  };
};
