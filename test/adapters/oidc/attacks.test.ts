import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createKey, sign, startIssuer } from '../../support/oidc-issuer.ts';
import { AUDIENCE, accepted, type OidcCase, oidcCase } from './oidc-case.ts';

const DAY = 24 * 3600;
const base64 = (text: string): string => Buffer.from(text).toString('base64url');

type Forge = (given: OidcCase) => Promise<string>;

/** What of the token could be told to others: nothing of it may be in a refusal. */
const secretsOf = (token: string): readonly string[] => token.split('.').filter((part) => part.length > 20);

const FORGERIES: readonly (readonly [string, string, Forge])[] = [
  [
    'without a signature (alg none)',
    'token-invalid',
    async ({ claims }) => new UnsecuredJWT(claims()).encode(),
  ],
  [
    'with alg none and the signature of another',
    'token-invalid',
    async ({ key, claims }) => {
      const [, payload, signature] = (await sign(key, claims())).split('.');
      return `${base64('{"alg":"none","kid":"key-1"}')}.${payload}.${signature}`;
    },
  ],
  [
    'signed with the public key as a shared secret (HS256)',
    'token-invalid',
    async ({ key, claims }) =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(Buffer.from(JSON.stringify(key.publicJwk))),
  ],
  [
    'of another key under the same name',
    'token-invalid',
    async ({ claims }) => sign(await createKey('key-1'), claims()),
  ],
  [
    'of another key that it brings along',
    'token-invalid',
    async ({ claims }) => {
      const own = await createKey('own');
      return sign(own, claims(), { jwk: own.publicJwk, kid: undefined });
    },
  ],
  [
    'of another key at an address that it names',
    'token-invalid',
    async ({ claims }) => {
      const own = await createKey('own');
      const elsewhere = await startIssuer([own.publicJwk]);
      return sign(own, claims(), { jku: `${elsewhere.url}/keys` });
    },
  ],
  [
    'of a key that its issuer has not',
    'token-invalid',
    async ({ claims }) => sign(await createKey('key-9'), claims()),
  ],
  [
    'with another subject than was signed',
    'token-invalid',
    async ({ key, claims }) => {
      const [header, , signature] = (await sign(key, claims())).split('.');
      return `${header}.${base64(JSON.stringify(claims({ sub: 'admin' })))}.${signature}`;
    },
  ],
  [
    'with a critical extension that nobody knows',
    'token-invalid',
    async ({ key, claims }) => {
      const [, payload, signature] = (await sign(key, claims())).split('.');
      return `${base64('{"alg":"ES256","kid":"key-1","crit":["x"],"x":1}')}.${payload}.${signature}`;
    },
  ],
  [
    'of an issuer that nobody configured',
    'token-invalid',
    async ({ key, claims }) => sign(key, claims({ iss: 'https://evil.example' })),
  ],
  [
    'of an issuer that is written otherwise',
    'token-invalid',
    async ({ key, claims, issuer }) => sign(key, claims({ iss: `${issuer.url}/` })),
  ],
  [
    'for another audience',
    'token-invalid',
    async ({ key, claims }) => sign(key, claims({ aud: 'sts.amazonaws.com' })),
  ],
  [
    'for an audience that only begins alike',
    'token-invalid',
    async ({ key, claims }) => sign(key, claims({ aud: [`${AUDIENCE}-other`] })),
  ],
  ['for nobody', 'token-invalid', async ({ key, claims }) => sign(key, claims({ aud: [] }))],
  ['about nobody', 'token-invalid', async ({ key, claims }) => sign(key, claims({ sub: '' }))],
  [
    'about a subject of two lines',
    'token-invalid',
    async ({ key, claims }) => sign(key, claims({ sub: 'a\nb' })),
  ],
  [
    'that has expired',
    'token-expired',
    async ({ key, claims }) => sign(key, claims({ iat: -600, exp: -11 })),
  ],
  ['that is not valid yet', 'token-invalid', async ({ key, claims }) => sign(key, claims({ nbf: 11 }))],
  ['from the future', 'token-invalid', async ({ key, claims }) => sign(key, claims({ iat: 11 }))],
  [
    'that is older than a day',
    'token-expired',
    async ({ key, claims }) => sign(key, claims({ iat: -DAY - 11, exp: 600 })),
  ],
  ['that never ends', 'token-invalid', async ({ key, claims }) => sign(key, without(claims(), 'exp'))],
  [
    'that does not say when it was issued',
    'token-invalid',
    async ({ key, claims }) => sign(key, without(claims(), 'iat')),
  ],
  [
    'that does not say about whom it is',
    'token-invalid',
    async ({ key, claims }) => sign(key, without(claims(), 'sub')),
  ],
  [
    'that does not say for whom it is',
    'token-invalid',
    async ({ key, claims }) => sign(key, without(claims(), 'aud')),
  ],
  [
    'whose end is a text',
    'token-invalid',
    async ({ key, claims }) => sign(key, { ...claims(), exp: '9999999999' as never }),
  ],
  [
    'larger than 8 KiB',
    'token-invalid',
    async ({ key, claims }) => sign(key, claims({ padding: 'x'.repeat(8192) })),
  ],
  ['that is no JWT', 'token-invalid', async () => 'Bearer-of-bad-news'],
  ['of three empty parts', 'token-invalid', async () => '..'],
  ['of three parts that are nothing', 'token-invalid', async () => 'aaaa.bbbb.cccc'],
  ['that is encrypted', 'token-invalid', async () => `${base64('{"alg":"dir","enc":"A256GCM"}')}.a.b.c.d`],
];

const without = (claims: Readonly<Record<string, unknown>>, name: string) =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

describe('a token', () => {
  it.each(FORGERIES)('%s is refused: %s', async (_, code, forge) => {
    const given = await oidcCase();
    const token = await forge(given);

    const refusal = await given.verifier.verify(token);

    expect(refusal).toMatchObject({ ok: false, error: { code, resolution: expect.any(String) } });
    for (const secret of secretsOf(token)) expect(JSON.stringify(refusal)).not.toContain(secret);
    expect(JSON.stringify(refusal)).not.toMatch(/admin|evil|serviceaccount|sts\.amazonaws/);
  });

  it.each([
    ['of an issuer that is not configured', 'iss', 'https://evil.example'],
    ['that does not name its issuer', 'iss', 'nobody'],
  ])('%s makes nobody fetch anything', async (_, claim, value) => {
    const { key, claims, verifier, issuer } = await oidcCase();

    await verifier.verify(await sign(key, claims({ [claim]: value })));

    expect(issuer.requests).toEqual([]);
  });

  it.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])(
    'that is signed with %s is accepted',
    async (alg) => {
      const { claims, verifier, issuer } = await oidcCase();
      const key = await createKey('other', alg);
      issuer.served.keys = [key.publicJwk];

      expect(await verifier.verify(await sign(key, claims()))).toEqual(accepted(issuer.url));
    },
  );

  it.each([
    ['expired', { iat: -600, exp: -9 }],
    ['not valid yet', { nbf: 9 }],
    ['from the future', { iat: 9 }],
    ['a day old', { iat: -DAY, exp: 600 }],
  ])('may be %s by less than the clocks may differ', async (_, changes) => {
    const { key, claims, verifier, issuer } = await oidcCase();

    expect(await verifier.verify(await sign(key, claims(changes)))).toEqual(accepted(issuer.url));
  });

  it('may be meant for others as well', async () => {
    const { key, claims, verifier } = await oidcCase();

    const verified = await verifier.verify(await sign(key, claims({ aud: ['other', AUDIENCE] })));

    expect(verified).toMatchObject({ ok: true, value: { audiences: ['other', AUDIENCE] } });
  });

  it.each([
    ['has to name its key where its issuer has several', 2, { ok: false, error: { code: 'token-invalid' } }],
    ['need not name its key where its issuer has one', 1, { ok: true }],
  ])('%s', async (_, count, expected) => {
    const { key, claims, verifier, issuer } = await oidcCase();
    const keys = [key.publicJwk, (await createKey('key-2')).publicJwk];
    issuer.served.keys = keys.slice(0, count);

    expect(await verifier.verify(await sign(key, claims(), { kid: undefined }))).toMatchObject(expected);
  });
});
