import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { checkSignature } from '../../../local/gate/signature.ts';
import { readSigned } from '../../../local/gate/signed.ts';
import { type GateRequest, requestOf } from '../../../local/gate/wire.ts';

const now = Date.parse('2026-01-02T03:04:05Z');

interface Sample {
  readonly service: string;
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly body?: string;
}

function signer(service: string): SignatureV4 {
  return new SignatureV4({
    service,
    region: 'us-east-1',
    credentials: { accessKeyId: '111111111111', secretAccessKey: 'right' },
    sha256: Sha256,
    uriEscapePath: service !== 's3',
  });
}

function plain({ service, path, query = {}, body = '' }: Sample): HttpRequest {
  return new HttpRequest({
    method: body === '' ? 'GET' : 'POST',
    path,
    query,
    body,
    headers: { host: '127.0.0.1:4566', 'x-service': service },
  });
}

function arrived(signed: {
  method: string;
  path: string;
  query?: object;
  headers: object;
  body?: unknown;
}): GateRequest {
  const query = new URLSearchParams(signed.query as Record<string, string>).toString().replaceAll('+', '%20');
  const body = Buffer.from(typeof signed.body === 'string' ? signed.body : '');
  return requestOf(
    signed.method,
    `${signed.path}${query === '' ? '' : `?${query}`}`,
    { ...signed.headers },
    body,
  );
}

async function check(request: GateRequest, secret: string, at = now): Promise<void> {
  const signed = readSigned(request);
  if (signed === undefined) throw new Error('the request is not signed');
  await checkSignature(request, signed, secret, at);
}

const samples: Sample[] = [
  { service: 'dynamodb', path: '/', body: '{"TableName":"t"}' },
  { service: 's3', path: '/bucket/a%20b%2Bc/%C3%A9', query: { 'list-type': '2', prefix: 'a b/c' } },
  { service: 'lambda', path: '/2015-03-31/functions/arn%3Aaws%3Alambda/invocations', body: '{}' },
];

describe('signature check', () => {
  it.each(samples)('accepts what the SDK signs for $service', async (sample) => {
    const signed = await signer(sample.service).sign(plain(sample), { signingDate: new Date(now) });

    await expect(check(arrived(signed), 'right')).resolves.toBeUndefined();
  });

  it('refuses another secret, another body and another time', async () => {
    const sample = { service: 'dynamodb', path: '/', body: '{"TableName":"t"}' };
    const signed = await signer('dynamodb').sign(plain(sample), { signingDate: new Date(now) });
    const changed = requestOf('POST', '/', { ...signed.headers }, Buffer.from('{"TableName":"u"}'));

    await expect(check(arrived(signed), 'wrong')).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
    await expect(check(changed, 'right')).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
    await expect(check(arrived(signed), 'right', now + 16 * 60_000)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  it('accepts a presigned URL until it expires', async () => {
    const request = plain({ service: 's3', path: '/bucket/key' });
    request.headers = { host: '127.0.0.1:4566', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const url = await signer('s3').presign(request, { signingDate: new Date(now), expiresIn: 60 });
    const fetched = arrived({ ...url, headers: { host: '127.0.0.1:4566' } });

    await expect(check(fetched, 'right', now + 30_000)).resolves.toBeUndefined();
    await expect(check(fetched, 'wrong', now + 30_000)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    await expect(check(fetched, 'right', now + 61_000)).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});
