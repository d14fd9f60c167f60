import { beforeEach, describe, expect, it } from 'vitest';
import { millisecondsOf } from '../../../lambdas/core/kernel/instant.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';
import type { SessionIssuer, SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';

export interface IssuerUnderTest {
  readonly issuer: SessionIssuer;
  readonly clock: Clock;
  /** One that is granted. */
  readonly request: SessionRequest;
}

/** What every issuer of sessions promises. */
export const sessionIssuerContract = (open: () => Promise<IssuerUnderTest>): void => {
  let subject: IssuerUnderTest;

  beforeEach(async () => {
    subject = await open();
  });

  const issue = async (changes: Partial<SessionRequest> = {}) => {
    const issued = await subject.issuer.issue({ ...subject.request, ...changes });
    if (!issued.ok) throw new Error(issued.error.message);
    return issued.value;
  };

  describe('issuing a session', () => {
    it('gives credentials that end when they were asked to', async () => {
      const session = await issue({ durationSeconds: 1800 });

      const seconds = (millisecondsOf(session.expiresAt) - millisecondsOf(subject.clock.now())) / 1000;
      expect(Math.abs(seconds - 1800)).toBeLessThan(30);
      expect(session).toEqual({
        accessKeyId: expect.stringMatching(/^ASIA\w+$/),
        secretAccessKey: expect.stringMatching(/./),
        sessionToken: expect.stringMatching(/./),
        expiresAt: session.expiresAt,
      });
    });

    it('gives others each time', async () => {
      const [first, second] = [await issue(), await issue()];

      expect(second.accessKeyId).not.toBe(first.accessKeyId);
    });

    it.each([899, 3601])('refuses one of %i seconds, and says why', async (durationSeconds) => {
      const issued = await subject.issuer.issue({ ...subject.request, durationSeconds });

      expect(issued).toMatchObject({
        ok: false,
        error: { code: 'sts-refused', message: expect.any(String), resolution: expect.any(String) },
      });
    });
  });
};
