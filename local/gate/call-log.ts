import { createWriteStream } from 'node:fs';

/** One line per call; never a secret or a body. */
export interface LoggedCall {
  readonly time: string;
  readonly principal: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allow' | 'deny' | 'admin' | 'public' | 'invalid';
  readonly statement: string | undefined;
  readonly status: number;
  readonly durationMs: number;
}

export interface CallLog {
  write(call: LoggedCall): void;
  close(): Promise<void>;
}

export function callLogTo(file: string): CallLog {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  return {
    write: (call) => void stream.write(`${JSON.stringify(call)}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
