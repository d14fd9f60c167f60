import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { callLogTo } from './call-log.ts';
import { faultInjector } from './faults.ts';
import type { Gate } from './gate.ts';
import { iamStateOf } from './iam-state.ts';
import { gateServer } from './server.ts';
import { sessionStore } from './sessions.ts';
import { connectUpstream } from './upstream.ts';

/** `node local/gate/main.ts --port P --upstream URL --state-file FILE --call-log FILE` */

interface GateConfig {
  readonly accounts: Readonly<Record<string, string>>;
  readonly adminSecret: string;
  readonly region: string;
  /** `AWS_SECRET_ACCESS_KEY` of the emulator's process, which it hands to the Lambdas it runs. */
  readonly lambdaSecret?: string;
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    upstream: { type: 'string', default: 'http://127.0.0.1:4567' },
    'state-file': { type: 'string', default: '.local/gate.json' },
    'call-log': { type: 'string', default: '.local/calls.jsonl' },
  },
});

function readConfig(file: string): GateConfig {
  const config: GateConfig = JSON.parse(readFileSync(file, 'utf8'));
  const sound = Object.values(config.accounts ?? {}).every((account) => /^\d{12}$/.test(account));
  if (!sound || !config.adminSecret || !config.region) {
    throw new Error(`${file} must hold accounts (12 digits each), adminSecret and region`);
  }
  return config;
}

const config = readConfig(values['state-file']);
const upstream = connectUpstream(values.upstream);
const log = callLogTo(values['call-log']);
const port = Number(values.port);

const gate: { -readonly [K in keyof Gate]: Gate[K] } = {
  accounts: new Set(Object.values(config.accounts)),
  adminSecret: config.adminSecret,
  lambdaSecret: config.lambdaSecret ?? 'test',
  sessions: sessionStore(),
  iam: iamStateOf(upstream, config.region),
  upstream,
  faults: faultInjector(),
  now: Date.now,
  host: `127.0.0.1:${port}`,
};

const server = gateServer(gate, log);
server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  gate.host = `127.0.0.1:${actual}`;
  process.stdout.write(`${JSON.stringify({ ready: true, url: `http://${gate.host}` })}\n`);
});
server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  upstream.close();
});

function stop(): void {
  server.close();
  server.closeAllConnections();
  upstream.close();
  void log.close();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
