import type { ProcessDefined, ProcessRetired } from '../events/inbound-event.ts';
import type { ProcessVersion, ProfileName, StopId } from '../kernel/identifiers.ts';
import { ok, type Reasons, type Result, refused } from '../kernel/result.ts';
import type { ActiveProcess, Process, RetiredProcess } from './process.ts';

export interface ProcessChange {
  readonly next: Process;
  /** Profiles whose agents have to be stopped: the ones that the process no longer allows. Empty: nobody. */
  readonly withdrawn: readonly ProfileName[];
}

/** Of two versions at the same time the greater one is in force, whichever comes first: 10 is greater than 9. */
const isGreater = (version: ProcessVersion, than: ProcessVersion): boolean => {
  const order = version.localeCompare(than, 'en', { numeric: true });
  return order === 0 ? version > than : order > 0;
};

const isSuperseded = (current: ActiveProcess, { occurredAt, version, profiles }: ProcessDefined): boolean => {
  if (occurredAt !== current.changedAt) return occurredAt < current.changedAt;
  return version === current.version
    ? current.profiles.every((profile) => profiles.includes(profile))
    : isGreater(current.version, version);
};

/** Sorted. One version told in two ways at the same time allows what both allow. */
const profilesOf = (current: ActiveProcess | undefined, event: ProcessDefined): readonly ProfileName[] => {
  const told = [...new Set(event.profiles)].sort();
  const contradicts = current?.changedAt === event.occurredAt && current.version === event.version;
  return contradicts ? told.filter((profile) => current.profiles.includes(profile)) : told;
};

/**
 * A new version of a process, or undefined where a newer one is in force. A change that narrows nothing stops nobody.
 * @param stopId of the stop to raise, if one has to be
 */
export const defineProcess = (
  current: Process | undefined,
  event: ProcessDefined,
  stopId: StopId,
): Result<ProcessChange | undefined, Reasons> => {
  if (current?.status === 'retired') {
    // what was told of it before its retirement is late, not wrong
    return event.occurredAt <= current.retiredAt ? ok(undefined) : refused([RETIRED(event)]);
  }
  if (current !== undefined && isSuperseded(current, event)) return ok(undefined);
  const profiles = profilesOf(current, event);
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
  const { displayName, ownerId, stops = [], revision = 0 } = current ?? {};
  return {
    processId,
    status: 'retired',
    ...(displayName !== undefined && { displayName }),
    ...(ownerId !== undefined && { ownerId }),
    retiredAt: occurredAt,
    stops: [...stops, { stopId }],
    revision: revision + 1,
  };
};

/** Takes a cleared stop off the process. */
export const clearProcessStop = (process: Process, stopId: StopId): Process => ({
  ...process,
  stops: process.stops.filter((stop) => stop.stopId !== stopId),
  revision: process.revision + 1,
});
