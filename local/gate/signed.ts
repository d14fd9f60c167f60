import type { GateRequest } from './wire.ts';

/** The credential part of a SigV4 request, from its header or from a presigned URL. */
export interface Signed {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly token: string | undefined;
  readonly presigned: boolean;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly signedAt: string;
  readonly expiresSeconds: number;
}

const headerPattern = /^AWS4-HMAC-SHA256\s+(.*)$/;

export function readSigned(request: GateRequest): Signed | undefined {
  const header = request.headers['authorization'];
  if (header !== undefined) return readHeader(header, request);
  return request.query.has('X-Amz-Credential') ? readPresigned(request) : undefined;
}

function readHeader(header: string, request: GateRequest): Signed | undefined {
  const fields = new Map<string, string>();
  for (const field of headerPattern.exec(header)?.[1]?.split(',') ?? []) {
    const at = field.indexOf('=');
    fields.set(field.slice(0, at).trim(), field.slice(at + 1).trim());
  }
  return signedOf(fields.get('Credential'), {
    signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
    signature: fields.get('Signature') ?? '',
    token: request.headers['x-amz-security-token'],
    presigned: false,
    signedAt: request.headers['x-amz-date'] ?? '',
    expiresSeconds: 0,
  });
}

function readPresigned(request: GateRequest): Signed | undefined {
  const { query } = request;
  return signedOf(query.get('X-Amz-Credential') ?? undefined, {
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    token: query.get('X-Amz-Security-Token') ?? undefined,
    presigned: true,
    signedAt: query.get('X-Amz-Date') ?? '',
    expiresSeconds: Number(query.get('X-Amz-Expires') ?? 0),
  });
}

type Rest = Omit<Signed, 'accessKeyId' | 'date' | 'region' | 'service'>;

function signedOf(credential: string | undefined, rest: Rest): Signed | undefined {
  const [accessKeyId, date, region, service, end] = credential?.split('/') ?? [];
  if (!accessKeyId || !date || !region || !service || end !== 'aws4_request') return undefined;
  return { accessKeyId, date, region, service, ...rest };
}
