import { timingSafeEqual } from 'node:crypto';
import { readFault } from './faults.ts';
import type { Gate } from './gate.ts';
import { publicPathOf } from './pass-on.ts';
import type { GateRequest, GateResponse } from './wire.ts';

/** The gate's own paths, and those of the emulator that nobody reaches through it. Undefined for everything else. */
export async function handleControl(request: GateRequest, gate: Gate): Promise<GateResponse | undefined> {
  const path = decoded(request.path);
  if (path === '/_gate/health') return health(gate);
  if (path === '/_gate/faults') return faults(request, gate);
  if (path === '/_ministack/health' || path === '/_localstack/health') {
    return gate.upstream.send('GET', path, { host: gate.host }, Buffer.alloc(0));
  }
  const own = /^\/+_/.test(path) && publicPathOf(request) === undefined;
  const cloudFormationAnswer =
    request.method === 'PUT' && /^\/_ministack\/cfn-(response|signal)\/[\w-]+$/.test(request.path);
  if (cloudFormationAnswer)
    return gate.upstream.send('PUT', request.url, { ...request.headers }, request.body);
  return own ? reply(403, { message: `${path} is not served through the gate` }) : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function health(gate: Gate): Promise<GateResponse> {
  try {
    const answer = await gate.upstream.send(
      'GET',
      '/_ministack/health',
      { host: gate.host },
      Buffer.alloc(0),
    );
    return reply(answer.status === 200 ? 200 : 503, {
      gate: 'ok',
      upstream: answer.status === 200 ? 'ok' : 'unwell',
    });
  } catch {
    return reply(503, { gate: 'ok', upstream: 'unreachable' });
  }
}

function faults(request: GateRequest, gate: Gate): GateResponse {
  if (!mayControl(request, gate.adminSecret))
    return reply(403, { message: 'the admin secret is missing or wrong' });
  if (request.method === 'DELETE') {
    gate.faults.clear();
    return reply(200, { cleared: true });
  }
  const fault = request.method === 'POST' ? readFault(request.body.toString()) : undefined;
  if (fault === undefined)
    return reply(400, { message: 'a fault is {match, error: {code, status} | delayMs, times?}' });
  gate.faults.add(fault);
  return reply(200, { armed: true });
}

function mayControl(request: GateRequest, secret: string): boolean {
  const given = Buffer.from(request.headers['authorization'] ?? '');
  const wanted = Buffer.from(`Bearer ${secret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function reply(status: number, body: Record<string, unknown>): GateResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}
