import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';

/** A key pair of an issuer. */
export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export const createKey = async (kid: string, alg = 'ES256'): Promise<IssuerKey> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
};

/** @param header beside `alg` and `kid` */
export const sign = (key: IssuerKey, claims: JWTPayload, header = {}): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);

/** What the issuer serves; tests change it as they go. */
export interface Served {
  /** Its discovery document, if it is another than the usual one. */
  discovery?: Readonly<Record<string, unknown>>;
  keys: readonly JWK[];
  /** Instead of any document. */
  answer?: ((response: ServerResponse) => void) | undefined;
}

export interface OidcIssuer {
  readonly url: string;
  readonly served: Served;
  /** Paths that were asked for. */
  readonly requests: string[];
}

/** An issuer on loopback for the length of one test. */
export const startIssuer = async (keys: readonly JWK[]): Promise<OidcIssuer> => {
  const served: Served = { keys };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (served.answer !== undefined) return served.answer(response);
    const document = request.url === '/keys' ? { keys: served.keys } : (served.discovery ?? usual(url));
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url, served, requests };
};

const usual = (issuer: string) => ({ issuer, jwks_uri: `${issuer}/keys` });
