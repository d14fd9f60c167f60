import type { Reason } from '../../core/kernel/result.ts';

const MAX_DETAIL = 300;

const THROTTLED = ['Throttling', 'ThrottlingException', 'RequestLimitExceeded', 'TooManyRequestsException'];

/** What STS says of the request itself. An expired or unknown key of the caller is no answer to the request. */
const RESOLUTIONS: Readonly<Record<string, string>> = {
  AccessDenied:
    'if the role has just been created, try again in some seconds; else compare its trust policy with what Mandate wrote',
  InvalidParameterValue: 'correct the value that STS names',
  MalformedPolicyDocument: 'correct the permissions that the session was narrowed to',
  PackedPolicyTooLarge: 'narrow the session to fewer permissions, or do not narrow it',
  RegionDisabled: 'enable STS for the Region in the account, or move the environment to another Region',
  ValidationError: 'correct the value that STS names',
};

/** What AWS said, short enough for a log line or an event. */
export const detailOf = (error: unknown): string => {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, MAX_DETAIL);
};

/** The refusal that an error of AssumeRole stands for; undefined when it is a failure and not an answer. */
export const refusalOf = (error: unknown): Reason | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (THROTTLED.includes(error.name)) {
    return {
      code: 'sts-throttled',
      message: 'AWS STS takes no more requests for the moment',
      resolution: 'try again in some seconds',
    };
  }
  const resolution = RESOLUTIONS[error.name.replace(/Exception$/, '')];
  if (resolution === undefined) return undefined;
  return { code: 'sts-refused', message: `AWS STS refused the session: ${detailOf(error)}`, resolution };
};
