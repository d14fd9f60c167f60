import type { EnvironmentName } from '../kernel/identifiers.ts';

/** Where agents of one environment live, and its rules. */
export interface Environment {
  readonly name: EnvironmentName;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Seconds. */
  readonly maxLeaseSeconds: number;
  /** Whether the owner has to accept a new agent before it gets a role. */
  readonly acceptance: 'none' | 'owner';
}
