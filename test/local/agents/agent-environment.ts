import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { accounts, region } from '../../../local/environment/accounts.ts';
import type { HandedOut } from '../../../local/environment/handed-out.ts';
import { instanceAt } from '../../../local/environment/instance.ts';
import { usualPorts } from '../../../local/environment/ports.ts';
import { writeState } from '../../../local/environment/state.ts';
import { loadOrCreateKeys } from '../../../local/issuers/keys.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export interface Api {
  readonly env: HandedOut;
  /** The `Authorization` header of each request. */
  readonly tokens: string[];
}

/** An environment in which only an API runs, which gives this answer to all who ask for credentials. */
export const environmentWhoseApiAnswers = async (status: number, body: unknown): Promise<Api> => {
  const tokens: string[] = [];
  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { env: await environmentAt(url), tokens };
};

const environmentAt = async (url: string): Promise<HandedOut> => {
  const instance = instanceAt(join(temporaryFolder(), 'environment'));
  const secrets = { adminSecret: 'a', lambdaSecret: 'l' };
  writeState(instance.stateFile, { version: 1, ...secrets, ports: usualPorts, processes: {} });
  await loadOrCreateKeys(instance.keyFile);
  return {
    endpointUrl: url,
    region,
    accounts,
    apiUrl: url,
    busName: 'mandate',
    tableName: 'mandate',
    adminCredentials: { accessKeyId: accounts.hub, secretAccessKey: 'a' },
    issuers: { workload: url, human: url },
    callLog: instance.callLog,
    directory: instance.directory,
  };
};
