import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { failureIn } from '../../../lambdas/adapters/dynamodb/commit-failure.ts';

const canceled = (codes: readonly (string | undefined)[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => (Code === undefined ? {} : { Code })),
  });

const [none, condition, contention] = ['None', 'ConditionalCheckFailed', 'TransactionConflict'];

describe('a transaction that was canceled', () => {
  it.each([
    { codes: [condition, none], inbox: true, failure: 'duplicate' },
    { codes: [condition, condition], inbox: true, failure: 'duplicate' },
    { codes: [condition, contention], inbox: true, failure: 'duplicate' },
    { codes: [condition, 'ValidationError'], inbox: true, failure: 'duplicate' },
    { codes: [none, condition], inbox: true, failure: 'conflict' },
    { codes: [contention, condition], inbox: true, failure: 'conflict' },
    { codes: [condition, none], inbox: false, failure: 'conflict' },
    { codes: ['ThrottlingError', condition], inbox: true, failure: 'conflict' },
    { codes: [contention, none], inbox: true, failure: 'contention' },
    { codes: [none, contention], inbox: false, failure: 'contention' },
    { codes: [contention, 'ThrottlingError'], inbox: false, failure: 'contention' },
    { codes: [none, 'ThrottlingError'], inbox: true, failure: undefined },
    { codes: ['ProvisionedThroughputExceeded'], inbox: true, failure: undefined },
    { codes: ['ValidationError'], inbox: true, failure: undefined },
    { codes: ['ItemCollectionSizeLimitExceeded'], inbox: false, failure: undefined },
    { codes: [undefined], inbox: true, failure: undefined },
    { codes: [], inbox: true, failure: undefined },
  ])('for $codes is $failure (with inbox: $inbox)', ({ codes, inbox, failure }) => {
    expect(failureIn(canceled(codes), inbox)).toBe(failure);
  });

  it('says nothing without reasons', () => {
    const error = new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {} });

    expect(failureIn(error, true)).toBeUndefined();
  });
});

describe('any other error', () => {
  it.each([new Error('socket hang up'), 'a text', undefined])(
    'says nothing about the change: %s',
    (error) => {
      expect(failureIn(error, true)).toBeUndefined();
    },
  );
});
