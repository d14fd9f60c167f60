import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type LoadedProfiles, loadProfiles } from './load-profiles.ts';
import { readDocument } from './read-document.ts';
import { type DeployingPlace, resolveSettings } from './resolve-settings.ts';
import type { Settings } from './settings.ts';
import { SettingsError } from './settings-error.ts';

const profilesDirOf = (content: unknown): string | undefined => {
  if (typeof content !== 'object' || content === null || !('profilesDir' in content)) return undefined;
  return typeof content.profilesDir === 'string' ? content.profilesDir : undefined;
};

const loadFrom = (file: string, content: unknown, environments?: readonly string[]): LoadedProfiles => {
  const profilesDir = profilesDirOf(content);
  if (profilesDir === undefined) return { profiles: [], problems: [] };
  const directory = resolve(dirname(file), profilesDir);
  if (existsSync(directory)) return loadProfiles(directory, environments);
  const message = `there is no folder ${profilesDir}`;
  const resolution = 'create it with one file per profile; the path is relative to the settings file';
  return {
    profiles: [],
    problems: [{ file, path: 'profilesDir', code: 'missing-folder', message, resolution }],
  };
};

/**
 * Reads the settings file and the profiles it points to.
 * @throws SettingsError with every problem of both
 */
export const loadSettings = (file: string, deploying: DeployingPlace): Settings => {
  const document = readDocument(file);
  if (!document.ok) throw new SettingsError([document.problem]);
  const resolved = resolveSettings(document.content, deploying);
  const environments = resolved.ok ? resolved.settings.environments.map(({ name }) => name) : undefined;
  const { profiles, problems } = loadFrom(file, document.content, environments);
  const own = resolved.ok ? [] : resolved.problems.map((problem) => ({ file, ...problem }));
  if (!resolved.ok || problems.length > 0) throw new SettingsError([...own, ...problems]);
  const { profilesDir: _, ...settings } = resolved.settings;
  return { ...settings, profiles };
};
