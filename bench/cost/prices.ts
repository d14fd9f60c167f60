/** List prices, US dollars. Quotas of the free tier are left out: they are shared with all else in an account. */
export const PRICES = {
  date: 'November 2026',
  region: 'us-east-1',
  source:
    'list prices as published by AWS, collected from its pricing pages and from price sheets of 2025 and 2026',
  httpRequest: 1.0e-6,
  lambdaRequest: 0.2e-6,
  /** arm64. */
  lambdaGigabyteSecond: 13.3334e-6,
  /** On demand; a transaction takes two units for each one of a plain write. */
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  storedGigabyteMonth: 0.25,
  /** Point-in-time recovery, on top. */
  recoverableGigabyteMonth: 0.2,
  /** Custom event, up to 64 KB. */
  event: 1.0e-6,
  queueRequest: 0.4e-6,
  fifoQueueRequest: 0.5e-6,
  loggedGigabyte: 0.5,
  trace: 5.0e-6,
  alarmMonth: 0.1,
  dashboardMonth: 3.0,
  metricMonth: 0.3,
  /** IAM, STS, standard parameters of SSM, and reading a table's stream from Lambda cost nothing. */
} as const;

/** What cannot be counted on this machine. */
export const ASSUMPTIONS = {
  /** Milliseconds of a call on AWS; a function is billed for its calls as if none were made at the same time. */
  callMilliseconds: { dynamodb: 10, sts: 40, iam: 100, ssm: 20, events: 20, sqs: 20 } as Readonly<
    Record<string, number>
  >,
  /** Milliseconds of a function's own work for each invocation. */
  ownMilliseconds: 10,
  /** Milliseconds that a verifier waits until IAM has taken effect. */
  untilDenied: 4_000,
  /** Bytes that Lambda adds to a log for each invocation: START, END, REPORT. */
  platformLogBytes: 400,
  /** Bytes of a line of the API's access log. */
  accessLogBytes: 300,
  /** X-Ray records one request in each second and this share of all others. */
  tracedShare: 0.05,
  /** Requests of an idle queue in a month: five pollers of Lambda, each waiting for twenty seconds. */
  pollsMonth: (5 * 30 * 24 * 3600) / 20,
} as const;
