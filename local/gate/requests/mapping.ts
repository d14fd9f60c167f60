import type { Role } from '../iam-state.ts';
import type { Call, GateRequest, Need } from '../wire.ts';

/** What a mapping may ask of the emulator, always in the caller's account. */
export interface Lookups {
  role(name: string): Promise<Role | undefined>;
  /** Name of the partition key of a table. */
  partitionKey(table: string): Promise<string | undefined>;
  /** ARN of the key that an alias points to. */
  keyOfAlias(alias: string): Promise<string | undefined>;
}

export interface MappingInput {
  readonly call: Call;
  readonly request: GateRequest;
  readonly account: string;
  readonly lookups: Lookups;
}

export interface Mapped {
  readonly operation: string;
  readonly needs: readonly Need[];
}

/** Undefined when the call is not known: it is then denied. */
export type Mapping = (
  input: MappingInput,
) => Promise<readonly Need[] | undefined> | readonly Need[] | undefined;

export function arn(input: MappingInput, service: string, resource: string): string {
  return `arn:aws:${service}:${input.call.region}:${input.account}:${resource}`;
}

/** A value that may be a whole ARN already. */
export function arnOr(value: string, make: (name: string) => string): string {
  return value.startsWith('arn:') ? value : make(value);
}
