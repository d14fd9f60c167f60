import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';

/** A call as an AWS SDK makes it. */
export interface ServiceCall {
  /** `AssumeRole`, `PutEvents` … */
  readonly operation: string;
  readonly headers: IncomingMessage['headers'];
  /** Of the query protocol. */
  readonly form: URLSearchParams;
  /** Of the JSON protocols; undefined for others. */
  readonly json: unknown;
  /** From the signature. */
  readonly region: string;
}

export interface ServiceAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ScriptedService {
  readonly endpoint: string;
  readonly calls: readonly ServiceCall[];
}

/** An endpoint on loopback, for the length of one test, that answers the SDK's clients as `answer` says. */
export const scriptedService = async (
  answer: (call: ServiceCall) => ServiceAnswer,
): Promise<ScriptedService> => {
  const calls: ServiceCall[] = [];
  const server = createServer(async (request, response) => {
    const call = callOf(request, await bodyOf(request));
    calls.push(call);
    const { status = 200, headers = {}, body } = answer(call);
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  return { endpoint: `http://127.0.0.1:${address.port}`, calls };
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const callOf = ({ headers }: IncomingMessage, body: string): ServiceCall => {
  const target = headers['x-amz-target']?.toString().split('.').at(-1);
  const form = new URLSearchParams(body);
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const json: unknown = target === undefined ? undefined : JSON.parse(body);
  return { operation: target ?? form.get('Action') ?? '', headers, form, json, region };
};

/** An answer of the query protocol (IAM, STS). @param result the XML inside */
export const queryAnswer = (operation: string, result: string): ServiceAnswer => ({
  headers: { 'content-type': 'text/xml' },
  body: `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`,
});

export const queryError = (code: string, status = 400, message = 'no'): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

/** The answer of AssumeRole. @param seconds how long the session lasts */
export const sessionAnswer = (seconds: number): ServiceAnswer => {
  const expiration = new Date(Date.now() + seconds * 1000).toISOString();
  return queryAnswer(
    'AssumeRole',
    `<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret-key</SecretAccessKey><SessionToken>session-token</SessionToken><Expiration>${expiration}</Expiration></Credentials>`,
  );
};

/** Settings of a client that calls the service, and does not repeat calls unless asked to. */
export const clientOf = ({ endpoint }: ScriptedService, region = 'eu-central-1') => ({
  endpoint,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret-of-the-function' },
});
