import type { CredentialsAnswer } from '../agents/ask-credentials.ts';
import type { Seen } from './deeds.ts';
import type { Ending } from './endings.ts';
import type { IamUse } from './iam-use.ts';

/** Milliseconds from the event's being put on the bus. */
export interface StopTimes {
  /** No more leases. */
  readonly refused: number;
  /** The deny of live sessions, in IAM. */
  readonly written: number;
  /** A session of a probe was seen denied. */
  readonly probed: number;
  /** The agent's own session was seen denied. */
  readonly session: number;
}

/** How an agent's access ended. */
export interface Ended extends Ending {
  /** What its session did all the time. */
  readonly deed: string;
  /** That, a moment before the event. */
  readonly before: Seen;
  readonly times: StopTimes;
  /** Milliseconds from its last allowed call to the denied one. */
  readonly gap: number;
  /** The denied call, as the call log has it. */
  readonly denied: DeniedCall;
  readonly iam: IamUse;
  readonly suspendedFor: readonly string[];
  readonly nextLease: CredentialsAnswer;
  /** The same deed, once the stop list is short again. */
  readonly later: Seen;
  readonly others: readonly Bystander[];
}

export interface DeniedCall {
  /** `<role>/<session>`, where the session is the lease. */
  readonly principal: string;
  /** The statement that denied it: `<policy>#<Sid>`. */
  readonly statement: string;
}

/** An agent that the end of another's access must not touch. */
export interface Bystander {
  readonly agentId: string;
  /** Its work, with the session it had. */
  readonly seen: Seen;
  readonly nextLease: CredentialsAnswer;
}
