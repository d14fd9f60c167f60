import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  anyPort,
  choosePorts,
  type FindPort,
  isFree,
  usualPort,
  usualPorts,
} from '../../../local/environment/ports.ts';

const listening = async (): Promise<number> => {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** A machine on which these ports are taken. */
const machineWith =
  (...taken: number[]): FindPort =>
  async (usual, others) => {
    let port = usual;
    while (taken.includes(port) || others.includes(port)) port += 1000;
    return port;
  };

describe('the ports of an environment', () => {
  it('are the usual ones where they are free', async () => {
    await expect(choosePorts(machineWith())).resolves.toEqual(usualPorts);
  });

  it('are others where they are taken', async () => {
    const ports = await choosePorts(machineWith(4566, 4568));

    expect(ports).toEqual({ ...usualPorts, gate: 5566, workloadIssuer: 5568 });
  });

  it('are never the same for two parts', async () => {
    const ports = await choosePorts(machineWith(), usualPorts.ministack);

    expect(ports.gate).toBe(4567);
    expect(new Set(Object.values(ports)).size).toBe(4);
  });

  it('are refused when the demanded one is taken', async () => {
    await expect(choosePorts(machineWith(8000), 8000)).rejects.toMatchObject({
      code: 'port-taken',
      resolution: expect.stringContaining('--port'),
    });
  });

  it('are free on this machine, whichever were asked for', async () => {
    const taken = await listening();

    const [instead, any] = await Promise.all([usualPort(taken, []), anyPort(taken, [])]);

    expect(instead).not.toBe(taken);
    await expect(Promise.all([isFree(instead), isFree(any), isFree(taken)])).resolves.toEqual([
      true,
      true,
      false,
    ]);
  });
});
