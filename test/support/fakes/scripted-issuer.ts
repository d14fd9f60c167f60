import { plusSeconds } from '../../../lambdas/core/kernel/instant.ts';
import { ok, type Reason, type Result, refused } from '../../../lambdas/core/kernel/result.ts';
import type { Clock } from '../../../lambdas/core/ports/clock.ts';
import type { Session, SessionIssuer, SessionRequest } from '../../../lambdas/core/ports/session-issuer.ts';

export const STS_THROTTLED: Reason = {
  code: 'sts-throttled',
  message: 'AWS STS takes no more requests for the moment',
  resolution: 'try again in some seconds',
};
export const STS_REFUSED: Reason = {
  code: 'sts-refused',
  message: 'AWS STS refused the session: AccessDenied: no',
  resolution: 'see the role’s trust policy',
};

/** Issues a session for every request, unless the next answers were scripted. */
export class ScriptedIssuer implements SessionIssuer {
  readonly requests: SessionRequest[] = [];
  readonly #clock: Clock;
  readonly #script: (Reason | Error)[] = [];
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async issue(request: SessionRequest): Promise<Result<Session, Reason>> {
    this.requests.push(request);
    const scripted = this.#script.shift();
    if (scripted instanceof Error) throw scripted;
    if (scripted !== undefined) return refused(scripted);
    if (request.durationSeconds < 900 || request.durationSeconds > 3600) return refused(STS_REFUSED);
    this.#count += 1;
    return ok({
      accessKeyId: `ASIA${String(this.#count).padStart(16, '0')}`,
      secretAccessKey: `secret-of-${request.leaseId}`,
      sessionToken: `token-of-${request.leaseId}`,
      expiresAt: plusSeconds(this.#clock.now(), request.durationSeconds),
    });
  }

  /** The next request is refused with the reason, or the error is thrown. */
  failNext(failure: Reason | Error): void {
    this.#script.push(failure);
  }
}
