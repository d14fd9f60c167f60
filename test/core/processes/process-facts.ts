import type { ProcessDefined, ProcessRetired } from '../../../lambdas/core/events/inbound-event.ts';
import type { ProcessVersion, ProfileName, StopId } from '../../../lambdas/core/kernel/identifiers.ts';
import { type Instant, plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import { defineProcess, retireProcess } from '../../../lambdas/core/processes/apply-process-fact.ts';
import type { Process } from '../../../lambdas/core/processes/process.ts';
import { AT, processId, stopId } from '../../support/contract-suites/entities.ts';

export const hour = (hour: number): Instant => plusSeconds(AT, hour * 3600);

export type ProcessFact = ProcessDefined | ProcessRetired;

const context = (at: number) => ({
  source: 'acme.bpm',
  eventId: `at-${at}`,
  occurredAt: hour(at),
  processId: processId('support'),
});

/** @param profiles one letter each, for brevity: `ab` allows the profiles a and b */
export const version = (at: number, version: string, profiles: string): ProcessDefined => ({
  ...context(at),
  type: 'Process Changed',
  version: version as ProcessVersion,
  profiles: [...profiles].map((profile) => profile as ProfileName),
});
export const retirement = (at: number): ProcessRetired => ({ ...context(at), type: 'Process Retired' });

export interface Told {
  readonly process: Process | undefined;
  /** What each stop was raised for: the withdrawn profiles, or `all`. */
  readonly stops: readonly string[];
  readonly refused: number;
}

const tell = (told: Told, fact: ProcessFact, id: StopId): Told => {
  const { process, stops } = told;
  if (fact.type === 'Process Retired') {
    const next = retireProcess(process, fact, id);
    return next === undefined ? told : { ...told, process: next, stops: [...stops, 'all'] };
  }
  const defined = defineProcess(process, fact, id);
  if (!defined.ok) return { ...told, refused: told.refused + 1 };
  const { next = process, withdrawn = [] } = defined.value ?? {};
  return { ...told, process: next, stops: withdrawn.length > 0 ? [...stops, withdrawn.join('')] : stops };
};

/** Tells the facts one after the other, the first of a process that is not known. */
export const tellAll = (facts: readonly ProcessFact[]): Told =>
  facts.reduce<Told>((told, fact, index) => tell(told, fact, stopId(index + 1)), {
    process: undefined,
    stops: [],
    refused: 0,
  });

/** What a process allows, in short: `2:ab`, or `retired`. */
export const inShort = ({ process }: Told): string => {
  if (process === undefined) return 'unknown';
  return process.status === 'active' ? `${process.version}:${process.profiles.join('')}` : process.status;
};
