import getPort from 'get-port';
import { LocalError } from './local-error.ts';
import type { Ports } from './state.ts';

/** Where people expect an AWS emulator is where the gate is; the rest follows. */
export const usualPorts: Ports = { gate: 4566, ministack: 4567, workloadIssuer: 4568, humanIssuer: 4569 };

/** A free port, the wanted one if possible, never one of `taken`. */
export type FindPort = (wanted: number, taken: readonly number[]) => Promise<number>;

export const findPort: FindPort = (wanted, taken) =>
  getPort({ port: wanted, host: '127.0.0.1', exclude: [...taken] });

/** @param demanded a gate port that must be had or the command fails */
export async function choosePorts(find: FindPort = findPort, demanded?: number): Promise<Ports> {
  const taken: number[] = [];
  const next = async (wanted: number): Promise<number> => {
    const port = await find(wanted, taken);
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
}

const portTaken = (port: number): LocalError =>
  new LocalError(
    'port-taken',
    `port ${port} is taken`,
    'choose another with --port, or leave it out to get a free one',
  );
