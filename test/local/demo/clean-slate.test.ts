import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cleanSlate } from '../../../local/demo/clean-slate.ts';
import { instanceAt, logFile } from '../../../local/environment/instance.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** An emulator that says this to whoever asks for Mandate's table. */
const emulatorSaying = async (status: number): Promise<string> => {
  const server = createServer((_, response) => void response.writeHead(status).end('{}'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('the clean slate of the demo', () => {
  it('has no log of an earlier demo', async () => {
    const instance = instanceAt(temporaryFolder());
    mkdirSync(instance.logs);
    for (const old of [instance.callLog, logFile(instance, 'mandate-broker')]) writeFileSync(old, 'old\n');

    await cleanSlate(instance);

    expect([instance.callLog, instance.logs].filter(existsSync)).toEqual([]);
  });

  it('is not to be had in an emulator that holds Mandate already, which is left as it is', async () => {
    const url = await emulatorSaying(200);

    await expect(cleanSlate(instanceAt(temporaryFolder()), url)).rejects.toMatchObject({
      code: 'emulator-in-use',
      resolution: expect.stringContaining('unset MANDATE_LOCAL_AWS_ENDPOINT'),
    });
  });

  it('is any other emulator', async () => {
    const url = await emulatorSaying(400);

    await expect(cleanSlate(instanceAt(temporaryFolder()), url)).resolves.toBeUndefined();
  });
});
