import http from 'node:http';
import type { GateResponse } from './wire.ts';

/** Connection to the emulator behind the gate. */
export interface Upstream {
  send(method: string, path: string, headers: Record<string, string>, body: Buffer): Promise<GateResponse>;
  /** A call of the gate's own, as administrator of an account (the emulator takes the key id as the account). */
  ask(
    account: string,
    service: string,
    region: string,
    headers: Record<string, string>,
    body: string,
    path?: string,
    method?: string,
  ): Promise<GateResponse>;
  close(): void;
}

const timeoutMilliseconds = 15 * 60 * 1000;

export function connectUpstream(url: string): Upstream {
  const { hostname, port } = new URL(url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const send: Upstream['send'] = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const request = http.request(
        { hostname, port, method, path, headers, agent, timeout: timeoutMilliseconds },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 502,
              headers: definedHeaders(response.headers),
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      request.on('timeout', () => request.destroy(new Error('upstream did not answer in time')));
      request.on('error', reject);
      request.end(body);
    });
  return {
    send,
    ask: (account, service, region, headers, body, path = '/', method = 'POST') =>
      send(method, path, ownHeaders(account, service, region, headers, body), Buffer.from(body)),
    close: () => agent.destroy(),
  };
}

function ownHeaders(
  account: string,
  service: string,
  region: string,
  headers: Record<string, string>,
  body: string,
): Record<string, string> {
  return {
    ...headers,
    host: '127.0.0.1',
    'content-length': String(Buffer.byteLength(body)),
    // the emulator reads account, region and service from here and checks no signature
    authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}

function definedHeaders(headers: http.IncomingHttpHeaders): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) kept[name] = value;
  return kept;
}
