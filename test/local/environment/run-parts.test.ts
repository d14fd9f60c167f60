import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { logFile } from '../../../local/environment/instance.ts';
import type { Running } from '../../../local/environment/parts.ts';
import { isAlive } from '../../../local/environment/processes.ts';
import { endAll, partStatus, startParts } from '../../../local/environment/run-parts.ts';
import { readState } from '../../../local/environment/state.ts';
import { newEnvironment } from './new-environment.ts';

// the issuers stand for every part: they start fastest

const never = new AbortController().signal;
const start = (running: Running, signal = never) => startParts(['issuers'], running, signal);

const kill = async ({ state }: Running): Promise<void> => {
  const { issuers } = state.processes;
  if (issuers === undefined) throw new Error('the issuers were not started');
  process.kill(issuers.pid, 'SIGKILL');
  await vi.waitFor(() => expect(isAlive(issuers)).toBe(false), { timeout: 10_000, interval: 20 });
};

describe('the parts of an environment', () => {
  it('are started once, and known to later commands', async () => {
    const running = await newEnvironment();

    const first = await start(running);
    const second = await start(running);

    expect([first, second]).toEqual([['issuers'], []]);
    expect(readState(running.instance.stateFile)?.processes.issuers).toEqual(running.state.processes.issuers);
    await expect(partStatus('issuers', running.state)).resolves.toMatchObject({ condition: 'up' });
  });

  it('are started again where they were after they were killed', async () => {
    const running = await newEnvironment();
    await start(running);
    await kill(running);

    const dead = await partStatus('issuers', running.state);
    const started = await start(running);

    expect(dead.condition).toBe('dead');
    expect(started).toEqual(['issuers']);
    await expect(partStatus('issuers', running.state)).resolves.toMatchObject({ condition: 'up' });
  });

  it('are not mistaken for a program that took the port of a dead one', async () => {
    const running = await newEnvironment();
    const squatter = createServer();
    onTestFinished(() => void squatter.close());
    squatter.listen(running.state.ports.workloadIssuer, '127.0.0.1');
    await once(squatter, 'listening');

    await expect(start(running)).rejects.toMatchObject({
      code: 'port-taken',
      resolution: expect.stringContaining('npm run local -- down'),
    });
  });

  it('are reported with their log when they cannot start', async () => {
    const running = await newEnvironment();
    writeFileSync(running.instance.keyFile, 'no keys');

    const log = logFile(running.instance, 'issuers');
    await expect(start(running)).rejects.toMatchObject({
      code: 'part-died',
      resolution: expect.stringContaining(log),
    });
    expect(readFileSync(log, 'utf8')).toContain(running.instance.keyFile);
  });

  it('are not waited for after an interruption, and can be ended', async () => {
    const running = await newEnvironment();
    const interruption = new AbortController();

    const starting = start(running, interruption.signal);
    await vi.waitFor(() => expect(running.state.processes.issuers).toBeDefined(), { timeout: 10_000 });
    const { issuers } = running.state.processes;
    interruption.abort();

    await expect(starting).rejects.toMatchObject({ code: 'interrupted' });
    await endAll(running.instance, running.state);
    expect(issuers !== undefined && isAlive(issuers)).toBe(false);
    expect(readState(running.instance.stateFile)?.processes).toEqual({});
  });
});
