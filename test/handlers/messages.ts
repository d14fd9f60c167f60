import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';

/** A message as Lambda's poller hands it over. */
export const message = (body: string, changes: { id?: string; receiveCount?: number } = {}): SQSRecord => ({
  messageId: changes.id ?? '19dd0b57-b21e-4ac1-bd88-01bbb068cb78',
  receiptHandle: `receipt-of-${changes.id ?? 'message'}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(changes.receiveCount ?? 1),
    SentTimestamp: '1795496400000',
    SenderId: 'AIDAIENQZJOLO23YVJ4VO',
    ApproximateFirstReceiveTimestamp: '1795496400005',
  },
  messageAttributes: {},
  md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:111111111111:mandate-stops',
  awsRegion: 'eu-central-1',
});

export const batch = (...Records: SQSRecord[]): SQSEvent => ({ Records });

/** An event as EventBridge puts it into a queue. */
export const delivered = (
  type: string,
  detail: object,
  id = 'd6c1a7a3-4f0e-4b1c-9a55-3c2f0a1b2c3d',
): string =>
  JSON.stringify({
    version: '0',
    id,
    'detail-type': type,
    source: 'acme.hr',
    account: '111111111111',
    time: '2026-11-24T05:00:00Z',
    region: 'eu-central-1',
    resources: [],
    detail,
  });

/** What Lambda says of an invocation. */
export const CONTEXT: Context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'mandate-stopper',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111111111111:function:mandate-stopper',
  memoryLimitInMB: '512',
  awsRequestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
  logGroupName: '/aws/lambda/mandate-stopper',
  logStreamName: '2026/11/24/[$LATEST]58419525dade4d17a495dceeeed44708',
  getRemainingTimeInMillis: () => 10_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
