import { describe, expect, it } from 'vitest';
import { templateOf } from '../../support/templates.ts';

const template = templateOf('MandateControlPlane');

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Statistic: string;
  readonly Period: number;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
}

const alarms: readonly AlarmProperties[] = Object.values(
  template.findResources('AWS::CloudWatch::Alarm'),
).map(({ Properties }) => Properties);

const alarm = (name: string): AlarmProperties => {
  const found = alarms.find(({ AlarmName }) => AlarmName === name);
  if (found === undefined) throw new Error(`there is no alarm ${name}`);
  return found;
};

describe('every alarm', () => {
  it.each(alarms.map(({ AlarmName, AlarmDescription }) => [AlarmName, AlarmDescription]))(
    '%s says in a line what to do, and names its runbook',
    (name, description) => {
      expect(description).toMatch(/^[^\n]{20,} \(docs\/runbooks\/[a-z-]+\.md\)$/);
      expect(description.endsWith(`(docs/runbooks/${name}.md)`)).toBe(true);
    },
  );

  it('has a name that the topic’s policy admits', () => {
    const names = alarms.map(({ AlarmName }) => AlarmName);

    expect(names.filter((name) => !name.startsWith('mandate-'))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('watches one metric, because a metric more is paid for like an alarm more', () => {
    expect(alarms.filter((each) => 'Metrics' in each)).toEqual([]);
  });
});

describe('the alarms on outcomes', () => {
  const service = (name: string) => [{ Name: 'service', Value: name }];

  it.each([
    ['mandate-stop-unverified', 'StopUnverified', 'mandate-verifier', 'Sum', 60],
    ['mandate-stop-list-overflow', 'StopListOverflow', 'mandate-compiler', 'Maximum', 60],
    ['mandate-lease-failed', 'LeaseFailed', 'mandate-broker', 'Sum', 300],
  ])('%s goes off with the first %s of %s', (name, metric, sender, statistic, seconds) => {
    expect(alarm(name)).toMatchObject({
      Namespace: 'Mandate',
      MetricName: metric,
      Dimensions: service(sender),
      Statistic: statistic,
      Period: seconds,
      Threshold: 0,
      EvaluationPeriods: 1,
    });
  });

  it('goes off when the API has failed three times within a quarter of an hour', () => {
    const [api] = Object.keys(template.findResources('AWS::ApiGatewayV2::Api'));

    expect(alarm('mandate-api-errors')).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      MetricName: '5xx',
      Dimensions: [{ Name: 'ApiId', Value: { Ref: api } }],
      Statistic: 'Sum',
      Period: 900,
      Threshold: 2,
    });
  });
});
