import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

const CONDITION = 'ConditionalCheckFailed';
const CONTENTION = 'TransactionConflict';

/**
 * duplicate: the inbox marker was there. conflict: something is not as it was read. contention: another transaction was
 * at work on one of the items; what was read may still be so.
 */
export type CommitFailure = 'duplicate' | 'conflict' | 'contention';

/**
 * What a failed transaction means, by the reasons that DynamoDB gives, one per item; undefined when it is not about the
 * change: it was throttled, say, or an item was invalid. The inbox marker, if any, is the first item, and outweighs all
 * others: an event that was applied before fails the other conditions too.
 */
export const failureIn = (error: unknown, hasInbox: boolean): CommitFailure | undefined => {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
  if (hasInbox && codes[0] === CONDITION) return 'duplicate';
  if (codes.includes(CONDITION)) return 'conflict';
  return codes.includes(CONTENTION) ? 'contention' : undefined;
};
