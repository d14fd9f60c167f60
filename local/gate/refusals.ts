import { randomUUID } from 'node:crypto';
import type { Call, GateResponse, Protocol } from './wire.ts';

/** An answer that the gate gives itself, with the code that AWS would use. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
  }
}

export type Format = Pick<Call, 'protocol' | 'jsonVersion'>;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
}

/** The services do not agree on names for the same refusal. */
const codes: Readonly<Record<string, Partial<Record<Protocol, string>>>> = {
  AccessDenied: {
    json: 'AccessDeniedException',
    'rest-json': 'AccessDeniedException',
    cbor: 'AccessDeniedException',
  },
  InvalidClientTokenId: {
    json: 'UnrecognizedClientException',
    'rest-json': 'UnrecognizedClientException',
    s3: 'InvalidAccessKeyId',
    cbor: 'UnrecognizedClientException',
  },
  SignatureDoesNotMatch: {
    json: 'InvalidSignatureException',
    'rest-json': 'InvalidSignatureException',
    cbor: 'InvalidSignatureException',
  },
  ExpiredToken: {
    json: 'ExpiredTokenException',
    'rest-json': 'ExpiredTokenException',
    cbor: 'ExpiredTokenException',
  },
  MissingAuthenticationToken: {
    json: 'MissingAuthenticationTokenException',
    'rest-json': 'MissingAuthenticationTokenException',
    s3: 'AccessDenied',
    cbor: 'MissingAuthenticationTokenException',
  },
};

function codeFor(code: string, protocol: Protocol): string {
  return codes[code]?.[protocol] ?? code;
}

/** Writes a refusal as the service called would have written it. */
export function refusalResponse(refusal: Refusal, format: Format, head = false): GateResponse {
  const code = codeFor(refusal.code, format.protocol);
  const id = randomUUID();
  const answer = bodies[format.protocol](code, refusal.message, refusal.status, id, format);
  return {
    status: refusal.status,
    headers: { ...answer.headers, 'x-amzn-requestid': id },
    body: head ? Buffer.alloc(0) : Buffer.from(answer.body),
  };
}

type Writer = (
  code: string,
  message: string,
  status: number,
  id: string,
  format: Format,
) => { headers: Record<string, string>; body: string };

const query: Writer = (code, message, status, id) => ({
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${id}</RequestId></ErrorResponse>`,
});

const s3: Writer = (code, message, _status, id) => ({
  headers: { 'content-type': 'application/xml', 'x-amz-request-id': id },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>${id}</RequestId></Error>`,
});

const json: Writer = (code, message, _status, _id, format) => ({
  headers: { 'content-type': `application/x-amz-json-${format.jsonVersion}`, 'x-amzn-errortype': code },
  body: JSON.stringify({ __type: code, message, Message: message }),
});

const restJson: Writer = (code, message) => ({
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ message, Message: message }),
});

const bodies: Readonly<Record<Protocol, Writer>> = { query, s3, json, 'rest-json': restJson, cbor: json };
