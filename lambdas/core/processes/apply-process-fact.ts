import type { ProcessDefined, ProcessRetired } from '../events/inbound-event.ts';
import type { ProfileName, StopId } from '../kernel/identifiers.ts';
import { EPOCH } from '../kernel/instant.ts';
import { ok, type Reasons, type Result, refused } from '../kernel/result.ts';
import type { ActiveProcess, Process, RetiredProcess } from './process.ts';

export interface ProcessChange {
  readonly next: Process;
  /** Profiles whose agents have to be stopped: the ones that the process no longer allows. Empty: nobody. */
  readonly withdrawn: readonly ProfileName[];
}

const isSuperseded = (current: ActiveProcess, { occurredAt, version }: ProcessDefined): boolean =>
  occurredAt < current.changedAt ||
  // two versions at the same time: the greater one, whichever comes first
  (occurredAt === current.changedAt && version <= current.version);

/**
 * A new version of a process, or undefined where a newer one is in force. A change that narrows nothing stops nobody.
 * @param stopId of the stop to raise, if one has to be
 */
export const defineProcess = (
  current: Process | undefined,
  event: ProcessDefined,
  stopId: StopId,
): Result<ProcessChange | undefined, Reasons> => {
  if (current?.status === 'retired') return refused([RETIRED(event)]);
  if (current !== undefined && isSuperseded(current, event)) return ok(undefined);
  const profiles = [...new Set(event.profiles)].sort();
  const withdrawn = (current?.profiles ?? []).filter((profile) => !profiles.includes(profile));
  const stops = current?.stops ?? [];
  const { processId, version, displayName, ownerId, occurredAt } = event;
  const next: ActiveProcess = {
    ...current,
    processId,
    status: 'active',
    version,
    profiles,
    ...(displayName !== undefined && { displayName }),
    ...(ownerId !== undefined && { ownerId }),
    changedAt: occurredAt,
    stops: withdrawn.length > 0 ? [...stops, { stopId, profiles: withdrawn }] : stops,
    revision: (current?.revision ?? 0) + 1,
  };
  return ok({ next, withdrawn });
};

const RETIRED = ({ processId }: ProcessDefined) => ({
  code: 'process-retired',
  message: `process ${processId} is retired, and nothing leaves that state`,
  resolution: 'register the process under another id',
});

/** Retires a process for ever, known or not: a description that arrives later must not bring it to life. */
export const retireProcess = (
  current: Process | undefined,
  { processId, occurredAt }: ProcessRetired,
  stopId: StopId,
): RetiredProcess | undefined => {
  if (current?.status === 'retired') return undefined;
  const known = current ?? { processId, profiles: [], changedAt: EPOCH, stops: [], revision: 0 };
  return {
    ...known,
    status: 'retired',
    retiredAt: occurredAt,
    stops: [...known.stops, { stopId }],
    revision: known.revision + 1,
  };
};

/** Takes a cleared stop off the process. */
export const clearProcessStop = (process: Process, stopId: StopId): Process => ({
  ...process,
  stops: process.stops.filter((stop) => stop.stopId !== stopId),
  revision: process.revision + 1,
});

/** Whether agents of the profile may work for the process, with no stop left to clear. */
export const processAdmits = (process: Process | undefined, profile: ProfileName): boolean =>
  process?.status === 'active' &&
  process.profiles.includes(profile) &&
  !process.stops.some(({ profiles }) => profiles === undefined || profiles.includes(profile));
