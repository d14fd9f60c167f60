import { errors } from 'jose';
import type { Reason } from '../../core/kernel/result.ts';
import { IssuerUnavailableError } from './issuer-keys.ts';

const FRESH_TOKEN = 'send a fresh token, as the issuer gives it to this workload';

export const TOKEN_MISSING: Reason = {
  code: 'token-missing',
  message: 'there is no token',
  resolution: 'send the workload’s OIDC token as the Authorization header',
};

const TOKEN_EXPIRED: Reason = {
  code: 'token-expired',
  message: 'the token has expired, or was issued more than 24 hours ago',
  resolution: FRESH_TOKEN,
};

/** @param problem never with anything of the token in it: nobody has vouched for it */
export const tokenInvalid = (problem: string, resolution = FRESH_TOKEN): Reason => ({
  code: 'token-invalid',
  message: `the token is not valid: ${problem}`,
  resolution,
});

const issuerUnavailable = (issuer: string): Reason => ({
  code: 'issuer-unavailable',
  message: `the keys of ${issuer} cannot be had, so the token cannot be checked`,
  resolution:
    'try again in some seconds; if it persists, see whether the issuer serves its discovery document',
});

/** An issuer as configured, and the audience that its tokens must be meant for. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
}

/** Why a token was not verified, by what verifying it threw. */
export const refusalOf = (error: unknown, { issuer, audience }: TrustedIssuer): Reason => {
  if (error instanceof IssuerUnavailableError) return issuerUnavailable(issuer);
  if (error instanceof errors.JWTExpired) return TOKEN_EXPIRED;
  if (error instanceof errors.JWTClaimValidationFailed) return wrongClaim(error, audience);
  if (error instanceof errors.JWKSNoMatchingKey) {
    return tokenInvalid(
      'its key is not one of its issuer’s',
      'if the issuer has just changed its keys, try again in 30 seconds; else send a fresh token',
    );
  }
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return tokenInvalid(
      'it does not say which key signed it',
      'have the issuer name the key in the header `kid`',
    );
  }
  return tokenInvalid('its signature cannot be verified');
};

/** The claim's name is one that was asked for, never one that the token brought. */
const wrongClaim = ({ claim, reason }: errors.JWTClaimValidationFailed, audience: string): Reason => {
  if (reason === 'missing') return tokenInvalid(`it has no claim ${claim}`);
  if (claim === 'aud') {
    return tokenInvalid(`it is not meant for ${audience}`, `have it issued for audience ${audience}`);
  }
  if (claim === 'nbf' || claim === 'iat') {
    return tokenInvalid(`its time (${claim}) is in the future`, 'wait until then, or set the issuer’s clock');
  }
  return tokenInvalid(`its claim ${claim} is wrong`);
};
