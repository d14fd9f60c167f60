import { Refusal } from './refusals.ts';

/** A role session, as learned from the answer to AssumeRole. */
export interface Session {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly token: string;
  readonly account: string;
  readonly roleName: string;
  readonly roleId: string;
  readonly arn: string;
  readonly userId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
  readonly policy: unknown;
  readonly managedPolicyArns: readonly string[];
}

export interface Sessions {
  add(session: Session): void;
  /** The session of this key, or a refusal when it is over. */
  find(accessKeyId: string, token: string | undefined, now: number): Session;
}

/** Expired sessions are remembered for this long, to be told apart from unknown ones. */
const rememberMilliseconds = 3_600_000;

export function sessionStore(): Sessions {
  const byKey = new Map<string, Session>();

  function forgetOld(now: number): void {
    for (const [key, session] of byKey) if (session.expiresAt + rememberMilliseconds < now) byKey.delete(key);
  }

  return {
    add(session) {
      if (byKey.size % 1000 === 999) forgetOld(session.issuedAt);
      byKey.set(session.accessKeyId, session);
    },
    find(accessKeyId, token, now) {
      const session = byKey.get(accessKeyId);
      if (session === undefined || session.token !== token) throw unknownKey();
      if (session.expiresAt <= now) {
        throw new Refusal('ExpiredToken', 'The security token included in the request is expired', 403);
      }
      return session;
    },
  };
}

export function unknownKey(): Refusal {
  return new Refusal('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
}
