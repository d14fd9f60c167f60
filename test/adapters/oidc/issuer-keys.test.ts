import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { mayFetch } from '../../../lambdas/adapters/oidc/issuer-url.ts';
import { createKey, sign, startIssuer } from '../../support/oidc-issuer.ts';
import { accepted, oidcCase } from './oidc-case.ts';

const unavailable = { ok: false, error: { code: 'issuer-unavailable', resolution: expect.any(String) } };
const invalid = { ok: false, error: { code: 'token-invalid' } };
const DISCOVERY = '/.well-known/openid-configuration';

const down = (response: ServerResponse) => response.socket?.destroy();

describe('the keys of an issuer', () => {
  it('are fetched once', async () => {
    const { key, claims, verifier, issuer } = await oidcCase();
    const token = await sign(key, claims());

    for (const _ of [1, 2, 3]) await verifier.verify(token);

    expect(issuer.requests).toEqual([DISCOVERY, '/keys']);
  });

  it('are fetched once for many tokens that come together', async () => {
    const { key, claims, verifier, issuer } = await oidcCase();
    const token = await sign(key, claims());

    const verified = await Promise.all([1, 2, 3, 4, 5].map(() => verifier.verify(token)));

    expect(verified).toEqual(Array.from({ length: 5 }, () => accepted(issuer.url)));
    expect(issuer.requests).toEqual([DISCOVERY, '/keys']);
  });

  it('are fetched again for a key that is not known, so that issuers can change theirs', async () => {
    const { key, claims, verifier, issuer, clock } = await oidcCase();
    await verifier.verify(await sign(key, claims()));
    const next = await createKey('key-2');
    issuer.served.keys = [key.publicJwk, next.publicJwk];
    clock.advance(31);

    expect(await verifier.verify(await sign(next, claims()))).toEqual(accepted(issuer.url));
    expect(await verifier.verify(await sign(key, claims()))).toEqual(accepted(issuer.url));
  });

  it('are not fetched for each of many tokens that name keys nobody has', async () => {
    const { key, claims, verifier, issuer, clock } = await oidcCase();
    await verifier.verify(await sign(key, claims()));
    clock.advance(31);

    for (const kid of ['a', 'b', 'c', 'd']) {
      expect(await verifier.verify(await sign(await createKey(kid), claims()))).toMatchObject(invalid);
    }

    expect(issuer.requests).toHaveLength(4);
  });

  it('are forgotten ten minutes after the issuer has withdrawn them', async () => {
    const { key, claims, verifier, issuer, clock } = await oidcCase();
    await verifier.verify(await sign(key, claims()));
    issuer.served.keys = [(await createKey('key-2')).publicJwk];
    clock.advance(600);

    expect(await verifier.verify(await sign(key, claims()))).toMatchObject(invalid);
  });

  it('go on working while the issuer is down', async () => {
    const { key, claims, verifier, issuer, clock, failures } = await oidcCase();
    await verifier.verify(await sign(key, claims()));
    issuer.served.answer = down;
    clock.advance(3600);

    expect(await verifier.verify(await sign(key, claims()))).toEqual(accepted(issuer.url));
    expect(failures).toHaveLength(1);
  });

  it('cannot tell about a key that is not known while the issuer is down', async () => {
    const { key, claims, verifier, issuer, clock } = await oidcCase();
    await verifier.verify(await sign(key, claims()));
    issuer.served.answer = down;
    clock.advance(31);
    const other = await sign(await createKey('key-2'), claims());

    expect(await verifier.verify(other)).toMatchObject(unavailable);
    expect(await verifier.verify(other)).toMatchObject(unavailable);
    expect(await verifier.verify(await sign(key, claims()))).toEqual(accepted(issuer.url));
  });

  it('are asked for again some seconds after the issuer was down', async () => {
    const { key, claims, verifier, issuer, clock } = await oidcCase();
    issuer.served.answer = down;
    const token = await sign(key, claims());
    await verifier.verify(token);
    issuer.served.answer = undefined;

    expect(await verifier.verify(token)).toMatchObject(unavailable);
    clock.advance(5);
    expect(await verifier.verify(token)).toEqual(accepted(issuer.url));
  });

  it('are not those of shared secrets', async () => {
    const { key, claims, verifier, issuer } = await oidcCase();
    issuer.served.keys = [{ kty: 'oct', kid: 'key-1', k: 'c2VjcmV0' }];

    expect(await verifier.verify(await sign(key, claims()))).toMatchObject(invalid);
  });

  it('are refused when they are too short to be safe', async () => {
    const { claims, verifier, issuer } = await oidcCase();
    const key = await createKey('key-1', 'RS256');
    issuer.served.keys = [{ kty: 'RSA', kid: 'key-1', n: 'AQAB'.repeat(20), e: 'AQAB' }];

    expect(await verifier.verify(await sign(key, claims()))).toMatchObject(invalid);
  });
});

describe('an issuer', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['does not answer', down],
    ['answers with an error', (response) => response.writeHead(500).end()],
    ['answers with no JSON', (response) => response.end('<html>')],
    ['answers with other JSON', (response) => response.end('{"keys":1}')],
    ['sends its visitors elsewhere', (response) => response.writeHead(302, { location: '/keys' }).end()],
  ])('that %s is unavailable, and somebody is told why', async (_, answer) => {
    const { key, claims, verifier, issuer, failures } = await oidcCase();
    issuer.served.answer = answer;

    const refusal = await verifier.verify(await sign(key, claims()));

    expect(refusal).toMatchObject(unavailable);
    expect(issuer.requests).toEqual([DISCOVERY]);
    expect(failures).toHaveLength(1);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['says nothing', () => {}],
    ['says it a byte at a time', (response) => setInterval(() => response.write(' '), 100).unref()],
  ])('that %s is given up on after three seconds', async (_, answer) => {
    const { key, claims, verifier, issuer } = await oidcCase();
    issuer.served.answer = answer;
    const started = performance.now();

    expect(await verifier.verify(await sign(key, claims()))).toMatchObject(unavailable);
    expect(performance.now() - started).toBeLessThan(6000);
  });

  it.each([
    ['claims to be another', { issuer: 'https://other.example' }],
    ['has its keys behind plain http elsewhere', { jwks_uri: 'http://keys.example/keys' }],
    ['has its keys in a file', { jwks_uri: 'file:///etc/hostname' }],
    ['has its keys behind a password', { jwks_uri: 'https://user:word@keys.example/keys' }],
    ['does not say where its keys are', { jwks_uri: undefined }],
    ['says more than 256 KiB', { padding: 'x'.repeat(256 * 1024) }],
  ])('that %s is unavailable', async (_, changes) => {
    const { key, claims, verifier, issuer, failures } = await oidcCase();
    issuer.served.discovery = { issuer: issuer.url, jwks_uri: `${issuer.url}/keys`, ...changes };

    expect(await verifier.verify(await sign(key, claims()))).toMatchObject(unavailable);
    expect(issuer.requests).toEqual([DISCOVERY]);
    expect(failures).toHaveLength(1);
  });

  it('on https cannot lead to an address of this machine', () => {
    expect(mayFetch('http://127.0.0.1:9001/2018-06-01/runtime', 'https://issuer.example')).toBe(false);
    expect(mayFetch('https://keys.example/keys', 'https://issuer.example')).toBe(true);
    expect(mayFetch('http://127.0.0.1:4568/keys', 'http://127.0.0.1:4568')).toBe(true);
    expect(mayFetch('http://keys.example/keys', 'http://keys.example')).toBe(false);
  });

  it('has its keys kept apart from those of others', async () => {
    const { key, claims, verifier, issuer } = await oidcCase();
    const other = await startIssuer([key.publicJwk]);
    issuer.served.keys = [];

    expect(await verifier.verify(await sign(key, claims()))).toMatchObject(invalid);
    expect(await verifier.verify(await sign(key, claims({ iss: other.url })))).toMatchObject(invalid);
    expect(other.requests).toEqual([]);
  });
});
