import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accounts } from '../../../local/environment/accounts.ts';
import { checkForeignEmulator, throughGate } from '../../../local/environment/foreign-emulator.ts';
import { pinnedVersion } from '../../../local/ministack/launch-options.ts';

/** Something that says this of its health, and takes callers without a name for this account. */
const answering = async (body: unknown, account: string = accounts.hub): Promise<string> => {
  const server = createServer((request, response) => {
    const healthy = request.url === '/_ministack/health';
    response.end(healthy ? JSON.stringify(body) : `<Account>${account}</Account>`);
  });
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};

const check = async (url: string): Promise<string[]> => {
  const said: string[] = [];
  await checkForeignEmulator(url, (what) => said.push(what));
  return said;
};

describe('the emulator of someone else', () => {
  it('is taken when it is a MiniStack of the tried version', async () => {
    const url = await answering({ version: pinnedVersion, auth: 'disabled' });

    await expect(check(url)).resolves.toEqual([]);
  });

  it('is taken with a word when its version is another', async () => {
    const url = await answering({ version: '9.9.9' });

    await expect(check(url)).resolves.toEqual([`MiniStack there is 9.9.9, tried is ${pinnedVersion}`]);
  });

  it('is refused when it checks callers itself', async () => {
    const url = await answering({ version: pinnedVersion, auth: 'enabled' });

    await expect(check(url)).rejects.toMatchObject({ code: 'emulator-authenticates' });
  });

  it('is refused when it would not find the API of the hub', async () => {
    const url = await answering({ version: pinnedVersion }, '000000000000');

    await expect(check(url)).rejects.toMatchObject({
      code: 'emulator-account',
      resolution: `start it with MINISTACK_ACCOUNT_ID=${accounts.hub}`,
    });
  });

  it('is refused when something else answers there, or nothing', async () => {
    const something = await answering('hello');

    await expect(check(something)).rejects.toMatchObject({ code: 'emulator-silent' });
    await expect(check('http://127.0.0.1:9')).rejects.toMatchObject({
      code: 'emulator-silent',
      resolution: expect.stringContaining('MANDATE_LOCAL_AWS_ENDPOINT'),
    });
  });
});

describe('the variables of a function there', () => {
  it('lead its clients through the gate, also to queues', () => {
    const variables = {
      TABLE_NAME: 'mandate',
      VERIFY_QUEUE_URL: 'http://localhost:4999/111111111111/mandate-verify',
    };

    expect(throughGate(variables, 'http://127.0.0.1:4566')).toEqual({
      TABLE_NAME: 'mandate',
      VERIFY_QUEUE_URL: 'http://127.0.0.1:4566/111111111111/mandate-verify',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    });
  });

  it('stay the same when it is done again', () => {
    const gate = 'http://127.0.0.1:4566';
    const once = throughGate({ VERIFY_QUEUE_URL: 'http://localhost:4999/1/q' }, gate);

    expect(throughGate(once, gate)).toEqual(once);
  });
});
