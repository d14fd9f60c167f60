import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';

export interface FetchLimits {
  /** For all of the answer. */
  readonly milliseconds: number;
  readonly bytes: number;
}

/** What was asked for could not be had: why is in the message and the cause. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly code = 'fetch-failed';

  constructor(url: string, why: string, options?: ErrorOptions) {
    super(`${url} could not be read: ${why}`, options);
  }
}

/** Reads a JSON document; follows no redirect, since what a trusted name serves says nothing of where it points. */
export const fetchJson = async (url: string, limits: FetchLimits): Promise<unknown> => {
  try {
    const response = await answerOf(url, AbortSignal.timeout(limits.milliseconds));
    if (response.statusCode !== 200) {
      response.destroy();
      throw new FetchError(url, `it answered ${response.statusCode}`);
    }
    return JSON.parse(await readText(url, response, limits.bytes));
  } catch (cause) {
    if (cause instanceof FetchError) throw cause;
    throw new FetchError(url, cause instanceof Error ? cause.message : 'unknown', { cause });
  }
};

/** Not by `fetch`: loading that takes a quarter of a cold start, and the SDK has these modules loaded already. */
const answerOf = (url: string, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const get = url.startsWith('https:') ? getSecure : getPlain;
    // it can fail after the answer has begun, too: whoever reads on is told by the answer itself
    get(url, { headers: { accept: 'application/json' }, signal }, resolve).on('error', reject);
  });

const readText = async (url: string, response: IncomingMessage, maxBytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    // leaving the loop ends the connection
    if (bytes > maxBytes) throw new FetchError(url, `it is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
