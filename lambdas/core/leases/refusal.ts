import type { Agent } from '../agents/agent.ts';
import type { Reason, Reasons } from '../kernel/result.ts';
import type { VerifiedWorkload } from '../ports/token-verifier.ts';

/** The kinds of refusal; each asks something else of the caller. */
export type RefusalCode =
  | 'not-authenticated'
  | 'refused'
  | 'not-ready'
  | 'busy'
  | 'throttled'
  | 'sts-refused'
  | 'issuer-unavailable';

/** Why there is no lease. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly reasons: Reasons;
  /** When asking again can succeed without anybody doing anything. */
  readonly retryAfterSeconds?: number;
  /** Whose record it goes on; absent when the caller was not shown to be an agent. */
  readonly agent?: Agent;
}

/** Reasons that pass by themselves, with the seconds after which to ask again. */
const PASSING: ReadonlyMap<string, number> = new Map([
  ['agent-provisioning', 10],
  ['role-locked', 30],
  ['role-not-current', 30],
]);

/** `not-ready` only if every reason passes by itself: asking again would not mend the others. */
export const ruleRefusal = (reasons: Reasons, agent?: Agent): Refusal => {
  const waits = reasons.flatMap(({ code }) => PASSING.get(code) ?? []);
  const passing = waits.length === reasons.length;
  return {
    code: passing ? 'not-ready' : 'refused',
    reasons,
    ...(passing && { retryAfterSeconds: Math.max(...waits) }),
    ...(agent && { agent }),
  };
};

/** @param reason of the token verifier */
export const tokenRefusal = (reason: Reason): Refusal =>
  reason.code === 'issuer-unavailable'
    ? { code: 'issuer-unavailable', reasons: [reason], retryAfterSeconds: 5 }
    : { code: 'not-authenticated', reasons: [reason] };

/** @param reason of the session issuer */
export const sessionRefusal = (reason: Reason, agent: Agent): Refusal =>
  reason.code === 'sts-throttled'
    ? { code: 'throttled', reasons: [reason], retryAfterSeconds: 2, agent }
    : { code: 'sts-refused', reasons: [reason], agent };

/** Others kept changing what the decision relied on. */
export const busyRefusal = ({ issuer, subject }: VerifiedWorkload): Refusal => ({
  code: 'busy',
  reasons: [
    {
      code: 'busy',
      message: `the agent of subject "${subject}" of ${issuer} is asked for, or changed, by many at once`,
      resolution: 'ask again',
    },
  ],
  retryAfterSeconds: 1,
});
