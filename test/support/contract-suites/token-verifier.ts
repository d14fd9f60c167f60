import { beforeEach, describe, expect, it } from 'vitest';
import type { TokenVerifier, VerifiedWorkload } from '../../../lambdas/core/ports/token-verifier.ts';

export interface VerifierUnderTest {
  readonly verifier: TokenVerifier;
  readonly valid: string;
  /** Whom the valid token names. */
  readonly workload: VerifiedWorkload;
  readonly expired: string;
}

/** What every verifier of tokens promises. */
export const tokenVerifierContract = (open: () => Promise<VerifierUnderTest>): void => {
  let subject: VerifierUnderTest;

  beforeEach(async () => {
    subject = await open();
  });

  describe('verifying a token', () => {
    it('says whom a valid one names, and for whom it was meant', async () => {
      expect(await subject.verifier.verify(subject.valid)).toEqual({ ok: true, value: subject.workload });
    });

    it.each<[string, (subject: VerifierUnderTest) => string, string]>([
      ['none', () => '', 'token-missing'],
      ['garbage', () => 'no-token-at-all', 'token-invalid'],
      ['one that is cut', ({ valid }) => valid.slice(0, -10), 'token-invalid'],
      ['an expired one', ({ expired }) => expired, 'token-expired'],
    ])('refuses %s', async (_, tokenOf, code) => {
      const token = tokenOf(subject);

      const refusal = await subject.verifier.verify(token);

      expect(refusal).toMatchObject({
        ok: false,
        error: { code, message: expect.any(String), resolution: expect.any(String) },
      });
      if (token !== '') expect(JSON.stringify(refusal)).not.toContain(token);
    });
  });
};
