import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { accounts, busName, region, tableName } from './accounts.ts';
import type { Instance } from './instance.ts';
import { urlOf } from './parts.ts';
import { type State, writePrivately } from './state.ts';

const handedOutSchema = z.object({
  endpointUrl: z.url(),
  region: z.string(),
  accounts: z.object({ hub: z.string(), test: z.string(), staging: z.string(), production: z.string() }),
  apiUrl: z.url(),
  busName: z.string(),
  tableName: z.string(),
  adminCredentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  issuers: z.object({ workload: z.url(), human: z.url() }),
  callLog: z.string(),
  directory: z.string(),
});

/** What users of the environment need to know: the JSON line of `up`, kept as `env.json`. */
export type HandedOut = z.infer<typeof handedOutSchema>;

export const issuerUrls = (state: State): HandedOut['issuers'] => ({
  workload: urlOf(state.ports.workloadIssuer),
  human: urlOf(state.ports.humanIssuer),
});

export const writeHandedOut = (instance: Instance, state: State, apiId: string): HandedOut => {
  const endpointUrl = urlOf(state.ports.gate);
  const handedOut = {
    endpointUrl,
    region,
    accounts,
    apiUrl: `${endpointUrl}/_aws/execute-api/${apiId}`,
    busName,
    tableName,
    adminCredentials: { accessKeyId: accounts.hub, secretAccessKey: state.adminSecret },
    issuers: issuerUrls(state),
    callLog: instance.callLog,
    directory: instance.directory,
  };
  writePrivately(instance.environmentFile, `${JSON.stringify(handedOut)}\n`);
  return handedOut;
};

export const readHandedOut = (instance: Instance): HandedOut | undefined => {
  if (!existsSync(instance.environmentFile)) return undefined;
  const parsed = handedOutSchema.safeParse(JSON.parse(readFileSync(instance.environmentFile, 'utf8')));
  return parsed.success ? parsed.data : undefined;
};
