import type * as z from 'zod';
import { profileFileSchema } from '../../lambdas/contracts/profile-file.ts';
import { settingsFileSchema } from '../../lib/settings/settings-file.ts';
import { type GeneratedFile, jsonFile } from './generated-file.ts';
import { jsonSchemaOf } from './json-schema-of.ts';

const fileSchema = (path: string, title: string, schema: z.ZodType): GeneratedFile => {
  const { $schema, ...rest } = jsonSchemaOf(schema);
  return jsonFile(path, { $schema, title, ...rest });
};

/** JSON Schemas of the files that users write; named in `$schema` there, an editor completes and checks them. */
export const fileSchemas = (): readonly GeneratedFile[] => [
  fileSchema('settings.schema.json', 'mandate.config.json', settingsFileSchema),
  fileSchema('profile.schema.json', 'A profile', profileFileSchema),
];
