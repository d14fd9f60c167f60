import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { SettingsProblem } from './settings-error.ts';

export type ReadResult =
  | { readonly ok: true; readonly content: unknown }
  | { readonly ok: false; readonly problem: SettingsProblem };

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads a JSON or YAML file, by its extension. */
export const readDocument = (file: string): ReadResult => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    const resolution = 'create it, or name another with -c config=<path> or MANDATE_CONFIG';
    return {
      ok: false,
      problem: { file, path: '', code: 'unreadable-file', message: 'it cannot be read', resolution },
    };
  }
  try {
    return { ok: true, content: extname(file) === '.json' ? JSON.parse(text) : parseYaml(text) };
  } catch (error) {
    const language = extname(file) === '.json' ? 'JSON' : 'YAML';
    const message = `it is not valid ${language}: ${reasonOf(error).split('\n')[0]}`;
    return {
      ok: false,
      problem: { file, path: '', code: 'malformed-file', message, resolution: 'correct it there' },
    };
  }
};
