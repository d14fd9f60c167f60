import type { Reason, Result } from '../kernel/result.ts';

/** A workload that proved who it is. */
export interface VerifiedWorkload {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

export interface TokenVerifier {
  /** Refusals: `token-missing`, `token-invalid`, `token-expired`, `issuer-unavailable`; never with the token in it. */
  verify(token: string): Promise<Result<VerifiedWorkload, Reason>>;
}
