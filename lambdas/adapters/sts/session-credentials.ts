import type { Credentials } from '@aws-sdk/client-sts';

/** As the SDK's clients take them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** STS answered without an error and without all parts of a session. */
export class IncompleteSessionError extends Error {
  override readonly name = 'IncompleteSessionError';
  readonly code = 'incomplete-session';

  constructor() {
    super('sts answered AssumeRole without complete credentials');
  }
}

export const sessionCredentials = (given: Credentials | undefined): SessionCredentials => {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw new IncompleteSessionError();
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
};
