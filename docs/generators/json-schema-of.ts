import * as z from 'zod';

/** What a sender or writer has to give, before anything of it is parsed. */
export const jsonSchemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // said of values in memory; in a document it would mean that a sender must leave the field out
      delete jsonSchema.readOnly;
    },
  });
