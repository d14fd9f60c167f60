import type * as z from 'zod';
import { INBOUND_DETAILS } from '../../lambdas/contracts/events/details.ts';
import { OUTGOING_DETAILS } from '../../lambdas/contracts/events/outgoing-event.ts';
import { type GeneratedFile, jsonFile } from './generated-file.ts';
import { jsonSchemaOf } from './json-schema-of.ts';

/** Which way events go, and what is the same for all that go this way. */
interface Direction {
  readonly folder: 'in' | 'out';
  readonly description: string;
  readonly source: object;
}

const IN: Direction = {
  folder: 'in',
  description: 'An event for Mandate: put it on its bus with PutEvents.',
  source: {
    description: "The emitter's own name; those that begin with mandate are not taken.",
    type: 'string',
    minLength: 1,
    maxLength: 256,
    pattern: '^(?!mandate)',
  },
};

const OUT: Direction = {
  folder: 'out',
  description:
    'An event of Mandate, as a rule on its bus sees it. Fields may be added; it may come more than once.',
  source: { const: 'mandate' },
};

/** `Agent Registered` becomes `agent-registered`. */
const fileNameOf = (detailType: string): string => detailType.toLowerCase().replaceAll(' ', '-');

const schemaFile =
  ({ folder, description, source }: Direction) =>
  ([detailType, detail]: readonly [string, z.ZodType]): GeneratedFile => {
    const { $schema, ...schema } = jsonSchemaOf(detail);
    return jsonFile(`events/${folder}/${fileNameOf(detailType)}.schema.json`, {
      $schema,
      title: detailType,
      description,
      type: 'object',
      properties: { source, 'detail-type': { const: detailType }, detail: schema },
      required: ['source', 'detail-type', 'detail'],
    });
  };

/** One JSON Schema per event that Mandate takes or tells. */
export const eventSchemas = (): readonly GeneratedFile[] => [
  ...Object.entries(INBOUND_DETAILS).map(schemaFile(IN)),
  ...Object.entries(OUTGOING_DETAILS).map(schemaFile(OUT)),
];
