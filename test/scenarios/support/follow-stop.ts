import { expect } from 'vitest';
import { parseStopId, type StopId } from '../../../lambdas/core/kernel/identifiers.ts';
import { environmentName } from '../../support/contract-suites/entities.ts';
import { eventually } from './eventually.ts';
import type { Cast, Stage } from './stage.ts';

type Environment = Cast['environment'];

export interface SeenStop {
  readonly stopId: StopId;
  /** What `Stop Verified` tells of the probes. */
  readonly evidence: unknown;
}

/** Waits until a stop was written in an environment and then seen to deny. @param target what of its target to know */
export const stopVerified = async (
  { observer }: Stage,
  target: Readonly<Record<string, unknown>>,
  environment: Environment,
): Promise<SeenStop> => {
  const written = await observer.waitFor('Access Stopped', { target, environment });
  const stopId = parseStopId(String(written.detail['stopId']));
  if (stopId === undefined) throw new Error('Access Stopped names no stop');
  const seen = await observer.waitFor('Stop Verified', { target, environment, stopId });
  return { stopId, evidence: seen.detail['evidence'] };
};

/** Waits until a stop has left an environment's list: each agent it covers is then dealt with for itself. */
export const stopCleared = async (
  { stored: { stops } }: Stage,
  stopId: StopId,
  environment: Environment,
): Promise<void> => {
  await eventually(async () => {
    const entry = await stops.entry(stopId, environmentName(environment));
    expect(entry?.status).toBe('cleared');
  });
  const inForce = await stops.entriesInForce(environmentName(environment));
  expect(inForce.map((entry) => entry.stopId)).not.toContain(stopId);
};
