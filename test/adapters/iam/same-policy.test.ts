import { describe, expect, it } from 'vitest';
import { readDocument, samePolicy } from '../../../lambdas/adapters/iam/same-policy.ts';

const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: ['*'],
      Condition: { StringEquals: { key: ['a'] } },
    },
  ],
};
const [statement] = policy.Statement;
const withStatement = (changes: object) => ({ ...policy, Statement: [{ ...statement, ...changes }] });

describe('two policies', () => {
  it.each([
    ['in another order of keys', { Statement: policy.Statement, Version: policy.Version }],
    ['with one statement outside a list', { ...policy, Statement: statement }],
    ['with a list in another order', withStatement({ Action: ['s3:PutObject', 's3:GetObject'] })],
    ['with a list of one as the one', withStatement({ Resource: '*' })],
    ['with one condition value outside a list', withStatement({ Condition: { StringEquals: { key: 'a' } } })],
  ])('are the same %s', (_, other) => {
    expect(samePolicy(policy, other)).toBe(true);
  });

  it.each([
    ['in the effect', withStatement({ Effect: 'Allow' })],
    ['in an action', withStatement({ Action: ['s3:GetObject'] })],
    ['in a condition value', withStatement({ Condition: { StringEquals: { key: ['b'] } } })],
    ['in a condition operator', withStatement({ Condition: { StringLike: { key: ['a'] } } })],
    ['in a condition that one lacks', withStatement({ Condition: undefined })],
    ['in a further statement', { ...policy, Statement: [...policy.Statement, statement] }],
    ['because one is none', undefined],
  ])('differ %s', (_, other) => {
    expect(samePolicy(policy, other)).toBe(false);
  });
});

describe('a document as IAM returns it', () => {
  it('is read', () => {
    expect(readDocument(encodeURIComponent(JSON.stringify(policy)))).toEqual(policy);
  });

  it.each([['no JSON'], ['%'], [undefined]])('is none when it is %j', (text) => {
    expect(readDocument(text)).toBeUndefined();
  });
});
