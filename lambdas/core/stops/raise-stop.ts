import type { EnvironmentName, StopId } from '../kernel/identifiers.ts';
import type { Instant } from '../kernel/instant.ts';
import type { RaisedEntry, Stop, StopConsequence, StopTarget } from './stop.ts';

export interface StopOrder {
  readonly stopId: StopId;
  readonly target: StopTarget;
  readonly consequence: StopConsequence;
  readonly occurredAt: Instant;
  readonly causedBy: string;
  /** Where the covered agents are, if that is known already. */
  readonly environments?: readonly EnvironmentName[];
}

/** A new stop: nothing is issued to whom it covers from the commit of this on. */
export const raiseStop = (order: StopOrder, now: Instant): Stop => ({
  ...order,
  raisedAt: now,
  clearedIn: [],
  revision: 1,
});

/** The stop with the environments in which it has to be denied. */
export const spreadOver = (stop: Stop, environments: readonly EnvironmentName[]): Stop => ({
  ...stop,
  environments,
  revision: stop.revision + 1,
});

/** The stop's entry on an environment's stop list. */
export const entryOf = (stop: Stop, environment: EnvironmentName): RaisedEntry => ({
  stopId: stop.stopId,
  environment,
  target: stop.target,
  status: 'raised',
  occurredAt: stop.occurredAt,
  raisedAt: stop.raisedAt,
  causedBy: stop.causedBy,
  revision: 1,
});

/** The stop, with one environment's clean-up done. */
export const clearIn = (stop: Stop, environment: EnvironmentName): Stop => ({
  ...stop,
  clearedIn: [...new Set([...stop.clearedIn, environment])].sort(),
  revision: stop.revision + 1,
});

/** Whether nothing of the stop is left to do anywhere. */
export const isCleared = ({ environments, clearedIn }: Stop): boolean =>
  environments?.every((environment) => clearedIn.includes(environment)) ?? false;
