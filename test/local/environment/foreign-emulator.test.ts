import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkForeignEmulator, throughGate } from '../../../local/environment/foreign-emulator.ts';
import { pinnedVersion } from '../../../local/ministack/launch-options.ts';

/** Something that answers with this to the question for its health. */
const answering = async (body: unknown): Promise<string> => {
  const server = createServer((request, response) => {
    response.end(request.url === '/_ministack/health' ? JSON.stringify(body) : '');
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
