import { existsSync, readFileSync } from 'node:fs';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { LocalError } from '../environment/local-error.ts';
import { writePrivately } from '../environment/state.ts';

export const algorithm = 'RS256';

const keySchema = z.looseObject({
  kty: z.string(),
  kid: z.string(),
  alg: z.literal(algorithm),
  d: z.string(),
});
const keysSchema = z.object({ workload: keySchema, human: keySchema });

/** The private key of each issuer. They differ, so a token of one is never taken for one of the other. */
export type IssuerKeys = z.infer<typeof keysSchema>;
export type IssuerName = keyof IssuerKeys;

/** Keys are kept, so that tokens outlive a restart of the issuers. */
export const loadOrCreateKeys = async (file: string): Promise<IssuerKeys> => {
  if (!existsSync(file)) {
    writePrivately(
      file,
      JSON.stringify({ workload: await newKey('workload'), human: await newKey('human') }),
    );
  }
  return loadKeys(file);
};

export const loadKeys = (file: string): IssuerKeys => {
  try {
    return keysSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const resolution = 'run `npm run local -- up`; if it persists, delete the file first';
    throw new LocalError('issuer-keys-unreadable', `there are no issuer keys in ${file}`, resolution, {
      cause,
    });
  }
};

const newKey = async (name: string): Promise<Record<string, unknown>> => {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `local-${name}`, alg: algorithm, use: 'sig' };
};
