/** The request as it arrived, and the call read from it. */

export interface GateRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface GateResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

export type Protocol = 'query' | 'json' | 'rest-json' | 's3' | 'cbor';

/** What is asked for, independent of how it was written. */
export interface Call {
  /** The IAM prefix of the service: `dynamodb`, `cloudwatch`, ... */
  readonly service: string;
  readonly operation: string;
  readonly protocol: Protocol;
  readonly jsonVersion: '1.0' | '1.1';
  readonly region: string;
  /** Members of the request (JSON body, or the flat parameters of the query protocol). */
  readonly params: Readonly<Record<string, unknown>>;
}

/** One permission that a call needs. A call is allowed when every need is. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

export function requestOf(
  method: string,
  url: string,
  headers: Record<string, string>,
  body: Buffer,
): GateRequest {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1);
  return { method, url, path, rawQuery, query: new URLSearchParams(rawQuery), headers, body };
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `Prefix.member.N` values of the query protocol, in order. */
export function members(params: Readonly<Record<string, unknown>>, prefix: string): string[] {
  const found: string[] = [];
  for (let n = 1; ; n++) {
    const value = params[`${prefix}.member.${n}`] ?? params[`${prefix}.${n}`];
    if (typeof value !== 'string') return found;
    found.push(value);
  }
}

export function tagMembers(
  params: Readonly<Record<string, unknown>>,
  prefix = 'Tags',
): { key: string; value: string }[] {
  const found: { key: string; value: string }[] = [];
  for (let n = 1; ; n++) {
    const key = params[`${prefix}.member.${n}.Key`];
    if (typeof key !== 'string') return found;
    const value = params[`${prefix}.member.${n}.Value`];
    found.push({ key, value: typeof value === 'string' ? value : '' });
  }
}
