import { beforeEach, describe, expect, it } from 'vitest';
import type { EnvironmentName } from '../../../lambdas/core/kernel/identifiers.ts';
import type { AccessProbe } from '../../../lambdas/core/ports/access-probe.ts';
import type { SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';

export interface ProbeUnderTest {
  readonly probe: AccessProbe;
  readonly environment: EnvironmentName;
  /** Of a role that may read the heartbeat. */
  readonly working: SessionRequest;
  /** Of one that the stop list denies. */
  readonly stopped: SessionRequest;
  /** Of one that is permitted nothing, and stopped by nothing. */
  readonly powerless: SessionRequest;
  /** Of one that is not there. */
  readonly missing: SessionRequest;
}

/** What every probe promises. */
export const accessProbeContract = (open: () => Promise<ProbeUnderTest>): void => {
  let subject: ProbeUnderTest;

  beforeEach(async () => {
    subject = await open();
  });

  const probe = (request: SessionRequest) => subject.probe.probe(request, subject.environment);

  describe('a probe', () => {
    it('sees that a role can read the heartbeat', async () => {
      expect(await probe(subject.working)).toEqual({ outcome: 'allowed', explicitDeny: false });
    });

    it('sees that a stop denies, and that it does so explicitly', async () => {
      expect(await probe(subject.stopped)).toMatchObject({ outcome: 'denied', explicitDeny: true });
    });

    it('tells a mere absence of permissions from a stop', async () => {
      expect(await probe(subject.powerless)).toMatchObject({ outcome: 'denied', explicitDeny: false });
    });

    it('knows nothing where no session can be had', async () => {
      expect(await probe(subject.missing)).toMatchObject({ outcome: 'unavailable', explicitDeny: false });
    });
  });
};
