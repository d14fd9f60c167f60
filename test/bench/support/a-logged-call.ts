import type { LoggedCall } from '../../../local/gate/call-log.ts';

export const aLoggedCall = (changes: Partial<LoggedCall>): LoggedCall => ({
  time: '2026-11-24T05:00:00.000Z',
  principal: 'arn:aws:iam::222222222222:root',
  account: '222222222222',
  region: 'us-east-1',
  service: 'iam',
  operation: 'PutRolePolicy',
  action: 'iam:PutRolePolicy',
  resource: '*',
  needs: [],
  decision: 'allow',
  statement: undefined,
  status: 200,
  durationMs: 1,
  ...changes,
});
