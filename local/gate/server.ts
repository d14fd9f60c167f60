import http from 'node:http';
import type { CallLog } from './call-log.ts';
import type { Gate } from './gate.ts';
import { handleRequest } from './handle.ts';
import { type GateResponse, requestOf } from './wire.ts';

const maxBodyBytes = 64 * 1024 * 1024;

/** The HTTP side of the gate: whole requests in, whole responses out. */
export function gateServer(gate: Gate, log: CallLog): http.Server {
  const server = http.createServer(
    { noDelay: true, keepAliveTimeout: 60_000, requestTimeout: 0 },
    (incoming, outgoing) => {
      readBody(incoming)
        .then((body) =>
          handleRequest(
            requestOf(incoming.method ?? 'GET', incoming.url ?? '/', plainHeaders(incoming), body),
            gate,
            log,
          ),
        )
        .catch(internalError)
        .then((response) => write(outgoing, response, incoming.method === 'HEAD'))
        .catch(() => outgoing.destroy());
    },
  );
  return server;
}

function internalError(error: unknown): GateResponse {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  const body = Buffer.from(
    JSON.stringify({ __type: 'InternalFailure', message: 'the gate failed; see its error output' }),
  );
  return {
    status: 500,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'InternalFailure' },
    body,
  };
}

async function readBody(incoming: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error(`the request body is larger than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Repeated headers are joined by a comma, as SigV4 signs them. */
function plainHeaders(incoming: http.IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return headers;
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'trailer',
  'te',
]);

function write(outgoing: http.ServerResponse, response: GateResponse, head: boolean): void {
  for (const [name, value] of Object.entries(response.headers)) {
    if (!hopByHop.has(name) || (head && name === 'content-length')) outgoing.setHeader(name, value);
  }
  if (!head) outgoing.setHeader('content-length', response.body.length);
  outgoing.writeHead(response.status);
  outgoing.end(head ? undefined : response.body);
}
