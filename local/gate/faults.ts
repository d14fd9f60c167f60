import { Refusal } from './refusals.ts';

/** Faults that tests ask for: an error or a delay for calls that match, a number of times. */

export interface Fault {
  readonly match: { readonly service?: string; readonly operation?: string; readonly principal?: string };
  readonly error?: { readonly code: string; readonly status: number };
  readonly delayMs?: number;
  readonly times?: number;
  /** The call is made, and its answer lost. */
  readonly after?: boolean;
}

export interface FaultSubject {
  readonly service: string;
  readonly operation: string;
  readonly principal: string;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Waits or throws if a fault matches. */
  strike(call: FaultSubject, phase: 'before' | 'after'): Promise<void>;
}

export function faultInjector(): Faults {
  let armed: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear: () => {
      armed = [];
    },
    async strike(call, phase) {
      const hit = armed.find(
        ({ fault, left }) =>
          left > 0 && (fault.after === true) === (phase === 'after') && matches(fault, call),
      );
      if (hit === undefined) return;
      hit.left -= 1;
      const { delayMs, error } = hit.fault;
      if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (error !== undefined) throw new Refusal(error.code, 'injected fault', error.status);
    },
  };
}

function matches({ match }: Fault, call: FaultSubject): boolean {
  return (
    (match.service === undefined || match.service === call.service) &&
    (match.operation === undefined || match.operation === call.operation) &&
    (match.principal === undefined || call.principal.includes(match.principal))
  );
}

/** Undefined unless the value is a fault. */
export function readFault(body: string): Fault | undefined {
  try {
    const value: Partial<Fault> | null = JSON.parse(body);
    const effect = typeof value?.error?.code === 'string' && typeof value.error.status === 'number';
    if (
      typeof value?.match !== 'object' ||
      value.match === null ||
      !(effect || typeof value.delayMs === 'number')
    )
      return undefined;
    return value as Fault;
  } catch {
    return undefined;
  }
}
