import type { EnvironmentName } from '../kernel/identifiers.ts';
import type { SessionRequest } from './session-issuer.ts';

/**
 * allowed: a real session of the role read the heartbeat. denied: it was refused, by an explicit deny or not.
 * unavailable: no session could be had or the call failed for another reason; nothing is known.
 */
export interface ProbeResult {
  readonly outcome: 'allowed' | 'denied' | 'unavailable';
  readonly explicitDeny: boolean;
  /** What AWS said, at most 300 characters. */
  readonly detail?: string;
}

export interface AccessProbe {
  /** Opens a session with exactly these tags (and the probe's own) and reads the environment's heartbeat once. */
  probe(request: SessionRequest, environment: EnvironmentName): Promise<ProbeResult>;
}
