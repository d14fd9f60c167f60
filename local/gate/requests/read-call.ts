import type { Signed } from '../signed.ts';
import type { Call, GateRequest, Protocol } from '../wire.ts';

interface ServiceWire {
  /** IAM prefix, where it differs from the signing name. */
  readonly iam?: string;
  readonly protocol: Protocol;
  /** Prefixes of `X-Amz-Target`; the emulator routes by it, so it must belong to the service signed for. */
  readonly targets?: Readonly<Record<string, string>>;
  readonly jsonVersion?: '1.0' | '1.1';
}

/** By signing name. */
const services: Readonly<Record<string, ServiceWire>> = {
  s3: { protocol: 's3' },
  dynamodb: {
    protocol: 'json',
    jsonVersion: '1.0',
    targets: { DynamoDB_20120810: 'dynamodb', DynamoDBStreams_20120810: 'dynamodb' },
  },
  sqs: { protocol: 'query', jsonVersion: '1.0', targets: { AmazonSQS: 'sqs' } },
  events: { protocol: 'json', targets: { AWSEvents: 'events' } },
  ssm: { protocol: 'json', targets: { AmazonSSM: 'ssm' } },
  secretsmanager: { protocol: 'json', targets: { secretsmanager: 'secretsmanager' } },
  kms: { protocol: 'json', targets: { TrentService: 'kms' } },
  logs: { protocol: 'json', targets: { Logs_20140328: 'logs' } },
  monitoring: {
    iam: 'cloudwatch',
    protocol: 'query',
    jsonVersion: '1.0',
    targets: { GraniteServiceVersion20100801: 'cloudwatch' },
  },
  sns: { protocol: 'query' },
  iam: { protocol: 'query' },
  sts: { protocol: 'query' },
  cloudformation: { protocol: 'query' },
  lambda: { protocol: 'rest-json' },
  xray: { protocol: 'rest-json' },
};

/** Reads what is asked for. A call that is not understood has an empty operation: nobody but an administrator may make it. */
export function readCall(request: GateRequest, signed: Signed): Call {
  const wire = services[signed.service] ?? { protocol: guessProtocol(request) };
  const base = {
    service: wire.iam ?? signed.service,
    region: signed.region,
    jsonVersion: jsonVersionOf(request) ?? wire.jsonVersion ?? '1.1',
  } as const;
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return { ...base, protocol: 'json', ...readTarget(target, wire, request) };
  const cbor = /^\/service\/GraniteServiceVersion20100801\/operation\/(\w+)$/.exec(request.path);
  if (cbor?.[1] !== undefined && signed.service === 'monitoring') {
    return { ...base, protocol: 'cbor', operation: cbor[1], params: {} };
  }
  if (wire.protocol === 'query') return { ...base, protocol: 'query', ...readQuery(request) };
  if (wire.protocol === 'json') return { ...base, protocol: 'json', operation: '', params: {} };
  return { ...base, protocol: wire.protocol, operation: '', params: restParams(request, wire.protocol) };
}

/** Of an unsigned request, as far as the format of a refusal goes. */
export function guessProtocol(request: GateRequest): Protocol {
  if (request.headers['x-amz-target'] !== undefined) return 'json';
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded') || request.query.has('Action')) return 'query';
  return /^\/2\d{3}-/.test(request.path) || type.includes('json') ? 'rest-json' : 's3';
}

export function jsonVersionOf(request: GateRequest): '1.0' | '1.1' | undefined {
  const version = /^application\/x-amz-json-(1\.[01])/.exec(request.headers['content-type'] ?? '')?.[1];
  return version === '1.0' || version === '1.1' ? version : undefined;
}

function readTarget(
  target: string,
  wire: ServiceWire,
  request: GateRequest,
): Pick<Call, 'operation' | 'params'> {
  const [prefix = '', operation = '', ...more] = target.split('.');
  const known = wire.targets?.[prefix] !== undefined && more.length === 0 && request.path === '/';
  // a query string could name another action to the emulator
  const params = request.rawQuery === '' ? parseJson(request.body) : undefined;
  return known && params !== undefined ? { operation, params } : { operation: '', params: {} };
}

function parseJson(body: Buffer): Record<string, unknown> | undefined {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Form body or query string, never both, and no parameter twice: the emulator might choose the other one. */
function readQuery(request: GateRequest): Pick<Call, 'operation' | 'params'> {
  const form = new URLSearchParams(request.body.toString());
  const url = new URLSearchParams([...request.query].filter(([name]) => !name.startsWith('X-Amz-')));
  const source = url.has('Action') ? url : form;
  const params: Record<string, unknown> = { ...(request.path === '/' ? {} : { '@path': request.path }) };
  for (const [name, value] of source) {
    if (Object.hasOwn(params, name)) return { operation: '', params: {} };
    params[name] = value;
  }
  if (url.size > 0 && form.size > 0) return { operation: '', params: {} };
  const action = source.get('Action');
  return { operation: action ?? '', params };
}

function restParams(request: GateRequest, protocol: Protocol): Record<string, unknown> {
  return protocol === 'rest-json' ? (parseJson(request.body) ?? {}) : {};
}
