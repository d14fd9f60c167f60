import { z } from 'zod';
import { INBOUND_DETAILS } from '../../lambdas/contracts/events/details.ts';
import { type GeneratedFile, jsonFile } from './generated-file.ts';

/** `Agent Registered` becomes `agent-registered`. */
const fileNameOf = (detailType: string): string => detailType.toLowerCase().replaceAll(' ', '-');

const inbound = (detailType: string, detail: z.ZodType): GeneratedFile => {
  const { $schema, ...schema } = z.toJSONSchema(detail, { io: 'input' });
  return jsonFile(`events/in/${fileNameOf(detailType)}.schema.json`, {
    $schema,
    title: detailType,
    description: 'An event for Mandate, as a rule or a subscriber sees it. Put it on the bus with PutEvents.',
    type: 'object',
    properties: {
      source: {
        description: "The emitter's own name; those that begin with mandate are not taken.",
        type: 'string',
        minLength: 1,
        maxLength: 256,
        pattern: '^(?!mandate)',
      },
      'detail-type': { const: detailType },
      detail: schema,
    },
    required: ['source', 'detail-type', 'detail'],
  });
};

/** One JSON Schema per event that Mandate takes or tells. */
export const eventSchemas = (): readonly GeneratedFile[] =>
  Object.entries(INBOUND_DETAILS).map(([detailType, detail]) => inbound(detailType, detail));
