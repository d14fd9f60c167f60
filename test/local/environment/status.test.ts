import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stopEnvironment } from '../../../local/environment/environment.ts';
import { type Instance, instanceAt } from '../../../local/environment/instance.ts';
import { anyPort, choosePorts } from '../../../local/environment/ports.ts';
import { identityOf } from '../../../local/environment/processes.ts';
import { type State, writeState } from '../../../local/environment/state.ts';
import { status } from '../../../local/environment/status.ts';
import { statusReport } from '../../../local/report.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const own = { pid: process.pid, startedAt: identityOf(process.pid)?.startedAt ?? '' };
const gone = { pid: process.pid, startedAt: 'long ago' };

/** An environment that was deployed, of whose parts nothing answers. */
const environmentWith = async (processes: State['processes']): Promise<Instance> => {
  const instance = instanceAt(join(temporaryFolder(), 'environment'));
  const { ministack = gone } = processes;
  writeState(instance.stateFile, {
    version: 1,
    adminSecret: 'a',
    lambdaSecret: 'l',
    ports: await choosePorts(anyPort),
    processes,
    deployedTo: `${ministack.pid}@${ministack.startedAt}`,
  });
  return instance;
};

describe('the status of an environment', () => {
  it('is down before the first start', async () => {
    const now = await status(instanceAt(temporaryFolder()));

    expect(now).toEqual({ up: false, deployed: false, parts: [] });
    expect(statusReport(now).join('\n')).toContain('npm run local -- up');
  });

  it('tells parts that died from those that hang and those never started', async () => {
    const instance = await environmentWith({ ministack: gone, gate: own });

    const { up, parts } = await status(instance);

    expect(up).toBe(false);
    expect(Object.fromEntries(parts.map(({ part, condition }) => [part, condition]))).toEqual({
      ministack: 'dead',
      gate: 'not answering',
      issuers: 'not started',
    });
  });

  it('is not deployed once the emulator that held the deployment is gone', async () => {
    const instance = await environmentWith({ ministack: gone });

    const now = await status(instance);

    expect(now.deployed).toBe(false);
    expect(statusReport(now)).toContain('The app is not deployed.');
  });

  it('is down after it was stopped, whatever had died before', async () => {
    const instance = await environmentWith({ ministack: gone, gate: gone });

    const stopped = await stopEnvironment({ directory: instance.directory });
    const again = await stopEnvironment({ directory: instance.directory });

    expect([stopped.wasUp, again.wasUp]).toEqual([true, false]);
    await expect(status(instance)).resolves.toMatchObject({ parts: [] });
  });
});
