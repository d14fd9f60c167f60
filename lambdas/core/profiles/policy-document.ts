import type { Conditions } from './profile.ts';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** In trust policies only. */
  readonly Principal?: { readonly AWS: string };
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Conditions;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** All inline policies of one role together, in characters. Source: IAM quotas. */
export const INLINE_POLICY_LIMIT = 10_240;
/** One managed policy, in characters. Source: IAM quotas. */
export const MANAGED_POLICY_LIMIT = 6_144;
/** Kept free of every role's inline budget, so that the lock (an inline deny) always fits. */
export const LOCK_RESERVE = 400;

/**
 * Characters as IAM counts them: without the white space between tokens. White space inside strings is counted here,
 * so that the true size is never above this one.
 */
export const policySize = (document: PolicyDocument): number => JSON.stringify(document).length;
