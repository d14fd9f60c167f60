import type { StsDependencies } from './assume-role.ts';
import type { CallerDependencies } from './caller.ts';
import type { Faults } from './faults.ts';

/** What every step of a request can reach. */
export interface Gate extends CallerDependencies, StsDependencies {
  readonly faults: Faults;
  /** `host:port` under which the gate is reached; the emulator builds its own URLs from it. */
  readonly host: string;
}
