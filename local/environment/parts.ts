import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PythonSetup } from '../ministack/install.ts';
import { ministackEnvironment, wrapper } from '../ministack/launch-options.ts';
import { accounts, region } from './accounts.ts';
import { childEnvironment } from './child-environment.ts';
import { type Instance, logFile, repository } from './instance.ts';
import type { Launch } from './processes.ts';
import type { PartName, State } from './state.ts';

export const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

export const emulatorUrl = (state: State): string => state.foreignEndpoint ?? urlOf(state.ports.ministack);

/** Names the run of the emulator that would hold a deployment made now: another run has forgotten it. */
export const emulatorRun = (state: State): string => {
  const process = state.processes.ministack;
  return process === undefined ? emulatorUrl(state) : `${process.pid}@${process.startedAt}`;
};

/** The parts this environment runs itself: all but an emulator of someone else. */
export const ownParts = (state: State): PartName[] =>
  state.foreignEndpoint === undefined ? ['ministack', 'gate', 'issuers'] : ['gate', 'issuers'];

export const portsOf = (part: PartName, { ports }: State): number[] =>
  part === 'issuers' ? [ports.workloadIssuer, ports.humanIssuer] : [ports[part]];

/** Addresses that answer with 2xx when the part is ready. */
const healthUrls = (part: PartName, state: State): string[] => {
  switch (part) {
    case 'ministack':
      return [`${emulatorUrl(state)}/_ministack/health`];
    case 'gate':
      return [`${urlOf(state.ports.gate)}/_gate/health`];
    case 'issuers':
      return portsOf(part, state).map((port) => `${urlOf(port)}/.well-known/openid-configuration`);
  }
};

export const answers = async (url: string, timeoutMilliseconds = 2000): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMilliseconds) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

export const isReady = async (part: PartName, state: State): Promise<boolean> => {
  const ready = await Promise.all(healthUrls(part, state).map((url) => answers(url)));
  return ready.every(Boolean);
};

export interface Running {
  readonly instance: Instance;
  readonly state: State;
  /** How Python runs the emulator; undefined for one of someone else. */
  readonly python: PythonSetup | undefined;
}

export const launchOf = (part: PartName, { instance, state, python }: Running): Launch => {
  const common = { cwd: instance.directory, log: logFile(instance, part) };
  if (part === 'ministack') {
    const env = { ...ministackVariables(instance, state), ...python?.env };
    return { ...common, command: python?.python ?? 'python3', args: [wrapper], env };
  }
  const script = join(repository, 'local', part, 'main.ts');
  const args = part === 'gate' ? gateArguments(instance, state) : issuerArguments(instance, state);
  const env = childEnvironment(process.env, instance.home);
  return { ...common, command: process.execPath, args: [script, ...args], env };
};

const ministackVariables = (instance: Instance, state: State): Record<string, string> => {
  for (const folder of ['state', 's3', 'tmp'])
    mkdirSync(join(instance.emulatorFiles, folder), { recursive: true });
  // below a package of modules, such as this repository, Node would take the emulator's own scripts for modules
  writeFileSync(join(instance.emulatorFiles, 'package.json'), '{ "type": "commonjs" }\n');
  const options = {
    port: state.ports.ministack,
    gateUrl: urlOf(state.ports.gate),
    lambdaSecret: state.lambdaSecret,
    region,
    account: accounts.hub,
    files: instance.emulatorFiles,
    home: instance.home,
  };
  return ministackEnvironment(options, process.env);
};

const gateArguments = (instance: Instance, state: State): string[] => [
  ...['--port', String(state.ports.gate)],
  ...['--upstream', emulatorUrl(state)],
  ...['--state-file', instance.gateStateFile],
  ...['--call-log', instance.callLog],
];

const issuerArguments = (instance: Instance, state: State): string[] => [
  ...['--port-workload', String(state.ports.workloadIssuer)],
  ...['--port-human', String(state.ports.humanIssuer)],
  ...['--key-file', instance.keyFile],
];
