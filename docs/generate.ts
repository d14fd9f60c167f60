import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { eventSchemas } from './generators/event-schemas.ts';
import { fileSchemas } from './generators/file-schemas.ts';
import type { GeneratedFile } from './generators/generated-file.ts';
import { guardrailsPage } from './generators/guardrails-page.ts';
import { permissionsPage } from './generators/permissions-page.ts';

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** Paths in `folder` that are missing, differ, or should not be there. */
const stalePaths = (folder: string, files: readonly GeneratedFile[]): readonly string[] => {
  const wanted = new Map(files.map(({ path, content }) => [join(folder, path), content]));
  const isCurrent = (path: string, content: string): boolean =>
    existsSync(path) && readFileSync(path, 'utf8') === content;
  return [
    ...[...wanted].filter(([path, content]) => !isCurrent(path, content)).map(([path]) => path),
    ...filesIn(folder).filter((path) => !wanted.has(path)),
  ];
};

const write = (folder: string, files: readonly GeneratedFile[]): void => {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
};

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    folder: { type: 'string', default: join(import.meta.dirname, 'generated') },
  },
});
const files = [...eventSchemas(), ...fileSchemas(), guardrailsPage(), permissionsPage()];

if (!values.check) {
  write(values.folder, files);
} else {
  const stale = stalePaths(values.folder, files);
  for (const path of stale) console.error(`${path} is not what the code says`);
  if (stale.length > 0) console.error('→ run `npm run docs` and commit what it writes');
  process.exitCode = stale.length > 0 ? 1 : 0;
}
