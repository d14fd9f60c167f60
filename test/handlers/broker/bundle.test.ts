import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeBundle } from '../../../lib/constructs/bundle.ts';
import { deploymentOf } from '../../../lib/stacks/deployment-file.ts';
import { REPOSITORY, settingsOf } from '../../support/settings.ts';
import { apiGatewayEvent } from './api-gateway-event.ts';
import { captureLog } from './capture-log.ts';

const ENTRY = join(REPOSITORY, 'lambdas', 'handlers', 'broker', 'handler.ts');
const CONTEXT = { functionName: 'mandate-broker', awsRequestId: '8f0b4a3e', memoryLimitInMB: '512' };

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mandate-broker-'));
});
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('TABLE_NAME', 'mandate');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'mandate-broker');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Mandate');
  return () => vi.unstubAllEnvs();
});
afterAll(() => rmSync(root, { recursive: true }));

/** The code as it is deployed, with this file beside it. */
const loadBundle = (deployment: unknown) => {
  const folder = writeBundle(root, 'broker', ENTRY, JSON.stringify(deployment));
  return import(pathToFileURL(join(folder, 'index.mjs')).href);
};

const jwtOf = (claims: object): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256', kid: 'one' })}.${part(claims)}.c2lnbmF0dXJl`;
};

describe('the broker’s bundle', () => {
  it('answers requests with nothing but its files and variables, and reaches nobody for a token it cannot trust', async () => {
    captureLog();
    const { handler } = await loadBundle(deploymentOf(settingsOf()));

    const answers = [];
    for (const authorization of [undefined, 'x'.repeat(9_000), jwtOf({ iss: 'https://elsewhere.example' })]) {
      answers.push(await handler(apiGatewayEvent({ authorization }), CONTEXT));
    }

    const told = answers.map(({ statusCode, body }) => [statusCode, JSON.parse(body).reasons[0]]);
    expect(told).toEqual([
      [401, expect.objectContaining({ code: 'token-missing' })],
      [401, expect.objectContaining({ code: 'token-invalid', message: expect.stringContaining('8192') })],
      [401, expect.objectContaining({ code: 'token-invalid', message: expect.stringContaining('issuer') })],
    ]);
  });

  it('does not start with a deployment file that is not what it was built for', async () => {
    await expect(loadBundle({ ...deploymentOf(settingsOf()), hubAccount: 'x' })).rejects.toThrow('12 digits');
  });

  it('does not start without the name of the table', async () => {
    vi.stubEnv('TABLE_NAME', '');

    const other = deploymentOf(settingsOf({ region: 'us-east-1' }));
    await expect(loadBundle(other)).rejects.toThrow('the environment variable TABLE_NAME is not set');
  });
});
