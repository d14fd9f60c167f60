import { region } from './accounts.ts';
import { requireLoopback } from './loopback.ts';

export interface EmulatorCall {
  readonly account: string;
  readonly service: string;
  /** @default / */
  readonly path?: string;
  /** @default POST */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A call behind the gate, as administrator of an account. */
export const askEmulator = (emulatorUrl: string, call: EmulatorCall): Promise<Response> => {
  const { account, service, path = '/', method = 'POST', headers, body } = call;
  const scope = `${account}/20260101/${region}/${service}/aws4_request`;
  return fetch(`${requireLoopback(emulatorUrl, 'the emulator')}${path}`, {
    method,
    headers: {
      ...headers,
      // the emulator reads account and service from here and checks no signature
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(30_000),
  });
};
