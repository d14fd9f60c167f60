import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { eventSchemas } from '../../docs/generators/event-schemas.ts';

/** The generated schemas of one direction, by `detail-type`, as a consumer's validator reads them. */
export const compiledSchemas = (direction: 'in' | 'out'): ReadonlyMap<string, ValidateFunction> => {
  // formats are for people and editors; the patterns decide
  const ajv = new Ajv2020({ validateFormats: false, strictTuples: false });
  return new Map(
    eventSchemas()
      .filter(({ path }) => path.startsWith(`events/${direction}/`))
      .map(({ content }) => JSON.parse(content))
      .map((schema) => [String(schema.title), ajv.compile(schema)]),
  );
};
