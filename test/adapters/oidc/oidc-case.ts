import type { JWTPayload } from 'jose';
import { oidcTokenVerifier } from '../../../lambdas/adapters/oidc/token-verifier.ts';
import { millisecondsOf } from '../../../lambdas/core/kernel/instant.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { createKey, startIssuer } from '../../support/oidc-issuer.ts';

export const AUDIENCE = 'mandate';
export const SUBJECT = 'system:serviceaccount:agents:support';

/** An issuer with one key, a verifier that trusts it, and the claims of a token that is in order. */
export const oidcCase = async () => {
  const clock = new FakeClock();
  const key = await createKey('key-1');
  const issuer = await startIssuer([key.publicJwk]);
  const failures: string[] = [];
  const verifier = oidcTokenVerifier({
    issuers: [{ issuer: issuer.url, audience: AUDIENCE }],
    clock,
    onIssuerFailure: (_, error) => failures.push(error instanceof Error ? error.message : String(error)),
  });
  /** @param changes to the claims; times in seconds from now */
  const claims = (changes: JWTPayload = {}): JWTPayload => {
    const now = Math.floor(millisecondsOf(clock.now()) / 1000);
    const { exp = 600, iat = 0, nbf, ...others } = changes;
    const times = { exp: now + exp, iat: now + iat, ...(nbf !== undefined && { nbf: now + nbf }) };
    return { iss: issuer.url, sub: SUBJECT, aud: AUDIENCE, ...times, ...others };
  };
  return { clock, key, issuer, verifier, failures, claims };
};

export type OidcCase = Awaited<ReturnType<typeof oidcCase>>;

export const accepted = (issuer: string) => ({
  ok: true,
  value: { issuer, subject: SUBJECT, audiences: [AUDIENCE] },
});
