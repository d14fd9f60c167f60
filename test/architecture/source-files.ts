import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { REPOSITORY } from '../support/settings.ts';

const FOLDERS = ['bin', 'cli', 'console', 'docs', 'lambdas', 'lib', 'local', 'bench', 'test'];

/** Every TypeScript file below these folders, relative to the repository, with `/`. */
export const sourceFiles = (folders: readonly string[] = FOLDERS): readonly string[] =>
  folders
    .map((folder) => join(REPOSITORY, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(REPOSITORY, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
