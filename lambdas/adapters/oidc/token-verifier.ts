import { decodeJwt, decodeProtectedHeader, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { millisecondsOf } from '../../core/kernel/instant.ts';
import { ok, type Reason, type Result, refused } from '../../core/kernel/result.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { TokenVerifier, VerifiedWorkload } from '../../core/ports/token-verifier.ts';
import { issuerKeys } from './issuer-keys.ts';
import { refusalOf, TOKEN_MISSING, type TrustedIssuer, tokenInvalid } from './token-refusal.ts';

export interface TokenVerifierOptions {
  /** Whose tokens are taken, and for which audience; each issuer once. */
  readonly issuers: readonly TrustedIssuer[];
  readonly clock: Clock;
  /** Told why the keys of an issuer could not be fetched. */
  readonly onIssuerFailure?: (issuer: string, error: unknown) => void;
}

/** Asymmetric ones only: with a shared secret, whoever verifies could sign as well. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const MAX_TOKEN_BYTES = 8192;
const MAX_AGE_SECONDS = 24 * 3600;
/** Seconds by which the clocks of issuer and verifier may differ. */
const LEEWAY_SECONDS = 10;
/** For each document of an issuer; the caller is waiting. */
const FETCH_LIMITS = { milliseconds: 3000, bytes: 256 * 1024 };

interface KnownIssuer extends TrustedIssuer {
  readonly keys: JWTVerifyGetKey;
}

/** Verifies OIDC tokens with the keys that their issuers publish: no call in the usual case, two when keys are fetched. */
export const oidcTokenVerifier = (options: TokenVerifierOptions): TokenVerifier => {
  const issuers = knownIssuers(options);
  return {
    verify: async (token) => {
      if (token === '') return refused(TOKEN_MISSING);
      const issuer = findIssuer(token, issuers);
      return issuer.ok ? verifyBy(issuer.value, token, options.clock) : issuer;
    },
  };
};

const knownIssuers = ({
  issuers,
  clock,
  onIssuerFailure = () => {},
}: TokenVerifierOptions): ReadonlyMap<string, KnownIssuer> =>
  new Map(
    issuers.map(({ issuer, audience }) => {
      const onFailure = (error: unknown) => onIssuerFailure(issuer, error);
      return [
        issuer,
        { issuer, audience, keys: issuerKeys({ issuer, clock, limits: FETCH_LIMITS, onFailure }) },
      ];
    }),
  );

/** Reads what the token says of itself, and trusts none of it: nothing is fetched for an issuer that is not known. */
const findIssuer = (
  token: string,
  issuers: ReadonlyMap<string, KnownIssuer>,
): Result<KnownIssuer, Reason> => {
  if (Buffer.byteLength(token) > MAX_TOKEN_BYTES) {
    return refused(tokenInvalid(`it is larger than ${MAX_TOKEN_BYTES} bytes`));
  }
  const claimed = readUnverified(token);
  if (claimed === undefined) return refused(tokenInvalid('it is not a signed JWT'));
  if (!ALGORITHMS.includes(claimed.algorithm)) {
    return refused(
      tokenInvalid('it is not signed with an asymmetric algorithm', `sign it with ${ALGORITHMS.join(', ')}`),
    );
  }
  const issuer = issuers.get(claimed.issuer);
  if (issuer !== undefined) return ok(issuer);
  return refused(
    tokenInvalid('its issuer is not one of those configured', 'use a token of a configured issuer'),
  );
};

const readUnverified = (token: string) => {
  try {
    const { alg: algorithm = '' } = decodeProtectedHeader(token);
    const { iss: issuer = '' } = decodeJwt(token);
    return { algorithm, issuer };
  } catch {
    return undefined;
  }
};

const verifyBy = async (
  known: KnownIssuer,
  token: string,
  clock: Clock,
): Promise<Result<VerifiedWorkload, Reason>> => {
  try {
    const { payload } = await jwtVerify(token, known.keys, {
      algorithms: ALGORITHMS,
      issuer: known.issuer,
      audience: known.audience,
      requiredClaims: ['exp', 'sub'],
      maxTokenAge: MAX_AGE_SECONDS,
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(millisecondsOf(clock.now())),
    });
    return workloadOf(known.issuer, payload);
  } catch (error) {
    return refused(refusalOf(error, known));
  }
};

const workloadOf = (
  issuer: string,
  { sub: subject, aud = [] }: JWTPayload,
): Result<VerifiedWorkload, Reason> =>
  // any type can stand in a claim, whatever the library's types say
  typeof subject === 'string' && /^[^\p{Cc}]+$/u.test(subject)
    ? ok({ issuer, subject, audiences: [aud].flat() })
    : refused(tokenInvalid('its subject is not a line of text'));
