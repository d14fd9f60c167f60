import type { EnvironmentName } from '../kernel/identifiers.ts';
import { millisecondsOf } from '../kernel/instant.ts';
import type { AccessProbe, ProbeResult } from '../ports/access-probe.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionRequest } from '../ports/session-issuer.ts';

export interface ProbePorts {
  readonly probe: AccessProbe;
  readonly clock: Clock;
}

export interface ProbePlan {
  readonly request: SessionRequest;
  readonly environment: EnvironmentName;
  /** What is waited for. */
  readonly wanted: 'allowed' | 'denied';
  /** Milliseconds after which it is given up. */
  readonly patience: number;
}

export interface ProbeOutcome {
  /** The last one. */
  readonly result: ProbeResult;
  readonly attempts: number;
}

// IAM takes some seconds to take effect everywhere; the first probes are close together because it is often faster
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 3000;
const GROWTH = 1.5;

/** Probes again and again, at growing intervals, until the outcome is the wanted one or patience ends. */
export const probeUntil = async (
  { request, environment, wanted, patience }: ProbePlan,
  { probe, clock }: ProbePorts,
): Promise<ProbeOutcome> => {
  const end = millisecondsOf(clock.now()) + patience;
  let pause = FIRST_PAUSE;
  for (let attempts = 1; ; attempts += 1) {
    const result = await probe.probe(request, environment);
    if (result.outcome === wanted || millisecondsOf(clock.now()) + pause > end) return { result, attempts };
    await clock.sleep(pause);
    pause = Math.min(pause * GROWTH, LONGEST_PAUSE);
  }
};
