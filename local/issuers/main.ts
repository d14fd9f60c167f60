import { Command } from 'commander';
import { OAuth2Server } from 'oauth2-mock-server';
import { type IssuerKeys, type IssuerName, loadOrCreateKeys } from './keys.ts';

// Two OIDC issuers on loopback: discovery, keys and the code flow. `npm run local -- token` signs with the same keys.

const serve = async (name: IssuerName, port: number, keys: IssuerKeys): Promise<OAuth2Server> => {
  const server = new OAuth2Server();
  await server.issuer.keys.add(keys[name]);
  await server.start(port, '127.0.0.1');
  server.issuer.url = `http://127.0.0.1:${port}`;
  return server;
};

const options = new Command('issuers')
  .requiredOption('--port-workload <port>', 'port of the issuer of workload tokens', Number)
  .requiredOption('--port-human <port>', 'port of the issuer of human tokens', Number)
  .requiredOption('--key-file <file>', 'where the private keys are kept')
  .parse()
  .opts<{ portWorkload: number; portHuman: number; keyFile: string }>();

const keys = await loadOrCreateKeys(options.keyFile);
const servers = [
  await serve('workload', options.portWorkload, keys),
  await serve('human', options.portHuman, keys),
];
const [workload, human] = servers.map((server) => server.issuer.url);
process.stdout.write(`${JSON.stringify({ ready: true, workload, human })}\n`);

const end = async (): Promise<void> => {
  await Promise.all(servers.map((server) => server.stop()));
  process.exit(0);
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
