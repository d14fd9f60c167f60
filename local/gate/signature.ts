import { createHash, createHmac, type Hash, type Hmac, timingSafeEqual } from 'node:crypto';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Refusal } from './refusals.ts';
import type { Signed } from './signed.ts';
import type { GateRequest } from './wire.ts';

const skewMilliseconds = 15 * 60 * 1000;

/** The same digests as `@aws-crypto/sha256-js`, from the runtime: a Lambda bundle of megabytes is hashed on each upload. */
class NodeSha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

function parseAmzDate(value: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  if (!parts) return Number.NaN;
  const [year = 0, month = 0, ...rest] = parts.slice(1).map(Number);
  const [day = 0, hour = 0, minute = 0, second = 0] = rest;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Throws unless the signature is that of this secret, over this request, now. */
export async function checkSignature(
  request: GateRequest,
  signed: Signed,
  secret: string,
  now: number,
): Promise<void> {
  checkTime(signed, now);
  checkPayload(request, signed);
  if (!(await signatureMatches(request, signed, secret))) throw mismatch();
}

function checkTime(signed: Signed, now: number): void {
  const at = parseAmzDate(signed.signedAt);
  if (Number.isNaN(at) || !signed.signedAt.startsWith(signed.date)) throw mismatch();
  if (signed.presigned && !(signed.expiresSeconds > 0 && signed.expiresSeconds <= 604_800)) {
    throw new Refusal(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be between 1 and 604800 seconds',
      400,
    );
  }
  if (signed.presigned && now > at + signed.expiresSeconds * 1000) {
    throw new Refusal('AccessDenied', 'Request has expired', 403);
  }
  if (at - now > skewMilliseconds || (!signed.presigned && now - at > skewMilliseconds)) {
    throw new Refusal(
      'SignatureDoesNotMatch',
      `Signature expired: ${signed.signedAt} is not within 15 minutes of now`,
      403,
    );
  }
}

/** A hash in the header is signed; the body must be the one that was hashed. Streaming and unsigned payloads have none. */
function checkPayload(request: GateRequest, signed: Signed): void {
  const given = request.headers['x-amz-content-sha256'];
  if (given === undefined || signed.presigned || !/^[0-9a-f]{64}$/.test(given)) return;
  if (createHash('sha256').update(request.body).digest('hex') !== given) throw mismatch();
}

export async function signatureMatches(
  request: GateRequest,
  signed: Signed,
  secret: string,
): Promise<boolean> {
  const wanted = await recompute(request, signed, secret);
  const a = Buffer.from(wanted);
  const b = Buffer.from(signed.signature);
  return a.length === b.length && timingSafeEqual(a, b);
}

async function recompute(request: GateRequest, signed: Signed, secret: string): Promise<string> {
  const signer = new SignatureV4({
    service: signed.service,
    region: signed.region,
    credentials: { accessKeyId: signed.accessKeyId, secretAccessKey: secret },
    sha256: NodeSha256,
    uriEscapePath: signed.service !== 's3',
    applyChecksum: false,
  });
  const again = await signer.sign(canonical(request, signed), {
    signingDate: new Date(parseAmzDate(signed.signedAt)),
    signableHeaders: new Set(signed.signedHeaders),
    unsignableHeaders: new Set(
      ['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'].filter(
        (name) => !signed.signedHeaders.includes(name),
      ),
    ),
  });
  return /Signature=([0-9a-f]+)/.exec(again.headers['authorization'] ?? '')?.[1] ?? '';
}

function canonical(request: GateRequest, signed: Signed): HttpRequest {
  const headers: Record<string, string> = {};
  for (const name of signed.signedHeaders) headers[name] = request.headers[name] ?? '';
  const payload = request.headers['x-amz-content-sha256'];
  if (signed.service === 's3')
    headers['x-amz-content-sha256'] = signed.presigned ? 'UNSIGNED-PAYLOAD' : (payload ?? '');
  else if (payload !== undefined) headers['x-amz-content-sha256'] = payload;
  return new HttpRequest({
    method: request.method,
    path: request.path,
    query: queryBag(request.rawQuery),
    headers,
    body: request.body,
  });
}

function queryBag(rawQuery: string): Record<string, string | string[]> {
  const bag: Record<string, string[]> = {};
  for (const pair of rawQuery === '' ? [] : rawQuery.split('&')) {
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    if (name === 'X-Amz-Signature') continue;
    bag[name] = [...(bag[name] ?? []), decode(at < 0 ? '' : pair.slice(at + 1))];
  }
  return bag;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw mismatch();
  }
}

function mismatch(): Refusal {
  return new Refusal(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    403,
  );
}
