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
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(limits.milliseconds),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new FetchError(url, `it answered ${response.status}`);
    }
    return JSON.parse(await readText(response, limits.bytes));
  } catch (cause) {
    if (cause instanceof FetchError) throw cause;
    throw new FetchError(url, cause instanceof Error ? cause.message : 'unknown', { cause });
  }
};

const readText = async (response: Response, maxBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // leaving the loop cancels the rest
    if (bytes > maxBytes) throw new FetchError(response.url, `it is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
