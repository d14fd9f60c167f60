import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

export const METRICS_NAMESPACE = 'Mandate';

/** What the functions count by themselves, beside what AWS counts of them. A test compares it with their code. */
export const OWN_METRICS = {
  broker: ['LeaseIssued', 'LeaseRefused', 'LeaseFailed'],
  compiler: ['StopListEntries', 'StopListOverflow'],
  verifier: ['RaisedToDenied', 'RaisedToVerified', 'StopUnverified'],
} as const;

type Counting = keyof typeof OWN_METRICS;

/** A metric as the function's logger sends it: `service` is the function's name. */
export const ownMetric = <Name extends Counting>(
  counting: Name,
  metricName: (typeof OWN_METRICS)[Name][number],
  options: MetricOptions,
): Metric =>
  new Metric({
    ...options,
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service: `mandate-${counting}` },
  });
