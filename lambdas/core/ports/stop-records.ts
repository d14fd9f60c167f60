import type { EnvironmentName, StopId } from '../kernel/identifiers.ts';
import type { Stop, StopEntry } from '../stops/stop.ts';

/** The desired stop lists. Every read is strongly consistent. */
export interface StopRecords {
  stop(stopId: StopId): Promise<Stop | undefined>;
  entry(stopId: StopId, environment: EnvironmentName): Promise<StopEntry | undefined>;
  /** Every entry of the environment that is not cleared, oldest first. */
  entriesInForce(environment: EnvironmentName): Promise<readonly StopEntry[]>;
}
