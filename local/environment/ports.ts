import { createServer } from 'node:net';
import getPort from 'get-port';
import { LocalError } from './local-error.ts';
import type { Ports } from './state.ts';

/** Where people expect an AWS emulator is where the gate is; the rest follows. */
export const usualPorts: Ports = { gate: 4566, ministack: 4567, workloadIssuer: 4568, humanIssuer: 4569 };

/** A free port that is none of `taken`; which one may depend on the usual one. */
export type FindPort = (usual: number, taken: readonly number[]) => Promise<number>;

/** The usual port if it is free. */
export const usualPort: FindPort = (usual, taken) =>
  getPort({ port: usual, host: '127.0.0.1', exclude: [...taken] });

/** Never the usual port on purpose: for environments beside the developer's own. */
export const anyPort: FindPort = (_, taken) => getPort({ host: '127.0.0.1', exclude: [...taken] });

/** @param demanded a gate port that must be had or the command fails */
export const choosePorts = async (find: FindPort = usualPort, demanded?: number): Promise<Ports> => {
  const taken: number[] = [];
  const next = async (usual: number): Promise<number> => {
    const port = await find(usual, taken);
    taken.push(port);
    return port;
  };
  const gate = await next(demanded ?? usualPorts.gate);
  if (demanded !== undefined && gate !== demanded) throw portTaken(demanded);
  return {
    gate,
    ministack: await next(usualPorts.ministack),
    workloadIssuer: await next(usualPorts.workloadIssuer),
    humanIssuer: await next(usualPorts.humanIssuer),
  };
};

const portTaken = (port: number): LocalError =>
  new LocalError(
    'port-taken',
    `port ${port} is taken`,
    'choose another with --port, or leave it out to get a free one',
  );

export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
