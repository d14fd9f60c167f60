import type { Gate } from './gate.ts';
import type { Signed } from './signed.ts';
import { type Call, type GateRequest, type GateResponse, requestOf } from './wire.ts';

type Target = Pick<Gate, 'upstream' | 'host'>;

const dropped = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'expect',
  'upgrade',
  'te',
  'content-length',
  'x-amz-security-token',
  'host',
]);

const presignParameters =
  /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256)=/;

/**
 * Sends an allowed request to the emulator as the caller's account. The authorization is written anew from what was
 * checked: the emulator reads account, region and service from it and must not read others than the gate did.
 */
export function passOn(
  request: GateRequest,
  signed: Signed,
  account: string,
  { upstream, host }: Target,
): Promise<GateResponse> {
  const scope = `${account}/${signed.date}/${signed.region}/${signed.service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const url = signed.presigned ? withoutPresign(request) : request.url;
  return upstream.send(request.method, url, { ...withoutHop(request), authorization, host }, request.body);
}

function withoutHop(request: GateRequest): Record<string, string> {
  const kept = Object.entries(request.headers).filter(([name]) => !dropped.has(name));
  return { ...Object.fromEntries(kept), 'content-length': String(request.body.length) };
}

/** The emulator checks presigned URLs itself, with a secret of its own: the checked URL becomes a request with a header. */
function withoutPresign(request: GateRequest): string {
  const pairs = request.rawQuery.split('&').filter((pair) => !presignParameters.test(pair));
  return pairs.length === 0 ? request.path : `${request.path}?${pairs.join('&')}`;
}

/**
 * The HTTP API and function URLs check their own callers. An API named by the host (`id.execute-api.…`) moves into the
 * path, so that nothing but that API is reached.
 */
export function publicPathOf(request: GateRequest): string | undefined {
  // with an empty id the emulator would take the path for that of another service
  if (/^\/_aws\/(execute-api\/[a-z0-9]+\/|lambda-url\/[a-z0-9]+(\/|$))/.test(request.path))
    return request.url;
  const id = /^([a-z0-9]+)\.execute-api\./.exec(request.headers['host'] ?? '')?.[1];
  return id === undefined ? undefined : `/_aws/execute-api/${id}/$default${request.url}`;
}

/** Public paths go as they came, but for what would let the caller choose a service or an account. */
export function passUntouched(
  request: GateRequest,
  url: string,
  { upstream, host }: Target,
): Promise<GateResponse> {
  const { 'x-amz-target': _target, authorization, ...rest } = request.headers;
  const headers = Object.fromEntries(Object.entries(rest).filter(([name]) => !dropped.has(name)));
  const bearer = authorization === undefined || authorization.startsWith('AWS') ? {} : { authorization };
  return upstream.send(
    request.method,
    url,
    { ...headers, ...bearer, host, 'content-length': String(request.body.length) },
    request.body,
  );
}

/** A bucket named by the host (`bucket.localhost`, `bucket.s3.…`) moves into the path. */
export function pathStyle(request: GateRequest, call: Call): GateRequest {
  if (call.service !== 's3') return request;
  const bucket = /^([a-z0-9][a-z0-9.-]*?)\.(?:s3[.-]|localhost(?::|$))/.exec(
    request.headers['host'] ?? '',
  )?.[1];
  if (bucket === undefined || bucket === 's3') return request;
  return requestOf(request.method, `/${bucket}${request.url}`, { ...request.headers }, request.body);
}
