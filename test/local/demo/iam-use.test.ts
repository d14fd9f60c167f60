import { describe, expect, it } from 'vitest';
import { iamUseBetween } from '../../../local/demo/iam-use.ts';
import type { LoggedCall } from '../../../local/gate/call-log.ts';

const call = (second: number, operation: string, other: Partial<LoggedCall> = {}): LoggedCall => ({
  time: new Date(second * 1000).toISOString(),
  principal: 'arn:aws:sts::444444444444:assumed-role/MandateStopWriter-production/mandate-compiler',
  account: '444444444444',
  region: 'us-east-1',
  service: 'iam',
  operation,
  action: `iam:${operation}`,
  resource: '*',
  needs: [],
  decision: 'allow',
  statement: undefined,
  status: 200,
  durationMs: 1,
  ...other,
});

describe('what a stop takes of IAM', () => {
  it('is told apart into reads and writes', () => {
    const calls = ['ListPolicyVersions', 'GetPolicyVersion', 'DeletePolicyVersion', 'CreatePolicyVersion'];

    const use = iamUseBetween(
      calls.map((operation) => call(5, operation)),
      4000,
      6000,
    );

    expect(use).toEqual({
      reads: ['ListPolicyVersions', 'GetPolicyVersion'],
      writes: ['DeletePolicyVersion', 'CreatePolicyVersion'],
    });
  });

  it('is all from the event to the write, both included, and nothing beside', () => {
    const calls = [3.999, 4, 6, 6.001].map((second) => call(second, `Put${second}`));

    expect(iamUseBetween(calls, 4000, 6000).writes).toEqual(['Put4', 'Put6']);
  });

  it.each<[string, Partial<LoggedCall>]>([
    ['what was denied', { decision: 'deny' }],
    ['what an administrator did', { decision: 'admin' }],
    ['calls of another service', { service: 'sts' }],
  ])('leaves out %s', (_, other) => {
    expect(iamUseBetween([call(5, 'PutRolePolicy', other)], 4000, 6000)).toEqual({ reads: [], writes: [] });
  });
});
