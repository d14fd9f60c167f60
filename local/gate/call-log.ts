import { createWriteStream } from 'node:fs';

/** A permission that a call asked for. */
export interface AskedPermission {
  readonly action: string;
  readonly resource: string;
}

/** One line per call; never a secret or a body. */
export interface LoggedCall {
  readonly time: string;
  readonly principal: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  /** The permission that decided; the others are in `needs`. */
  readonly action: string;
  readonly resource: string;
  /** All that it takes to make the call, each once: a transaction takes several. Empty where the gate knows none. */
  readonly needs: readonly AskedPermission[];
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
