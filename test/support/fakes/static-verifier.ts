import { ok, type Reason, type Result, refused } from '../../../lambdas/core/kernel/result.ts';
import type { TokenVerifier, VerifiedWorkload } from '../../../lambdas/core/ports/token-verifier.ts';

const reason = (code: string, message: string): Reason => ({
  code,
  message,
  resolution: 'send a token of a configured issuer',
});

/** Knows each token by heart: to which workload it belongs, or why it is refused. */
export class StaticVerifier implements TokenVerifier {
  readonly #tokens: ReadonlyMap<string, VerifiedWorkload | Reason>;

  constructor(tokens: Readonly<Record<string, VerifiedWorkload | Reason>>) {
    this.#tokens = new Map(Object.entries(tokens));
  }

  async verify(token: string): Promise<Result<VerifiedWorkload, Reason>> {
    if (token === '') return refused(reason('token-missing', 'there is no token'));
    const known = this.#tokens.get(token);
    if (known === undefined) return refused(reason('token-invalid', 'the token is not valid'));
    return 'code' in known ? refused(known) : ok(known);
  }
}
