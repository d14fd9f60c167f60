import { describe, expect, it } from 'vitest';
import { OWN_METRICS } from '../../../lib/constructs/own-metrics.ts';
import { FUNCTION_NAMES } from '../../support/function-names.ts';
import { settingsOf } from '../../support/settings.ts';
import { templateOf } from '../../support/templates.ts';

type Part = string | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, string] };
type Line = readonly (string | { readonly stat?: string; readonly label?: string })[];
interface Widget {
  readonly type: string;
  readonly width: number;
  readonly properties: {
    readonly title: string;
    readonly metrics?: readonly Line[];
    readonly alarms?: readonly string[];
  };
}

const template = templateOf('MandateControlPlane');
const logicalId = (part: Exclude<Part, string>) => ('Ref' in part ? part.Ref : part['Fn::GetAtt'][0]);

const widgets: readonly Widget[] = (() => {
  const [dashboard, ...others] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  if (dashboard === undefined || others.length > 0) throw new Error('not exactly one dashboard');
  const parts: readonly Part[] = dashboard['Properties'].DashboardBody['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : logicalId(part))).join(''))
    .widgets;
})();

const graph = (title: string): readonly Line[] => {
  const metrics = widgets.find(({ properties }) => properties.title === title)?.properties.metrics;
  if (metrics === undefined) throw new Error(`there is no graph ${title}`);
  return metrics;
};
const isText = (part: Line[number]): part is string => typeof part === 'string';
const optionsOf = (line: Line) => line.flatMap((part) => (isText(part) ? [] : [part]));
const labels = (title: string) => graph(title).flatMap((line) => optionsOf(line).map(({ label }) => label));
const statistics = (title: string) => graph(title).flatMap((line) => optionsOf(line).map(({ stat }) => stat));
/** Namespace, name and dimensions; `.` repeats what stands above it. */
const metricsOf = (lines: readonly Line[]): readonly string[] => {
  let above: readonly string[] = [];
  return lines.map((line) => {
    above = line.filter(isText).map((part, index) => (part === '.' ? (above[index] ?? '') : part));
    return above.join(' ');
  });
};

const QUEUES = [
  'mandate-lifecycle',
  'mandate-stops',
  'mandate-stop-list',
  'mandate-verify',
  'mandate-provision',
];

describe('the dashboard', () => {
  it('shows the state of every alarm', () => {
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);

    expect([...shown].sort()).toEqual(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).sort());
  });

  it('shows leases issued, refused and failed', () => {
    expect(labels('Leases')).toEqual(['issued', 'refused', 'failed']);
  });

  it.each(['Stop raised → denied, milliseconds', 'Stop raised → seen denied, milliseconds'])(
    'shows of "%s" what is usual and what is worst',
    (title) => {
      expect(statistics(title)).toEqual(['p50', 'p99', 'Maximum']);
    },
  );

  it.each(['Messages waiting', 'Oldest message, seconds'])('shows "%s" for every queue', (title) => {
    expect(labels(title)).toEqual(QUEUES);
  });

  it('shows what is parked, in every dead-letter queue', () => {
    expect(labels('Messages parked')).toEqual([...QUEUES, 'mandate-outbox'].map((name) => `${name}-dlq`));
  });

  it.each(['Function errors', 'Function duration p99, milliseconds'])(
    'shows "%s" for every function',
    (title) => {
      expect(labels(title).toSorted()).toEqual(FUNCTION_NAMES);
    },
  );

  it('shows how old what leaves the table is', () => {
    expect(metricsOf(graph('Age of what leaves the table, milliseconds'))).toEqual([
      expect.stringContaining('AWS/Lambda IteratorAge FunctionName Outbox'),
    ]);
  });

  it('shows everything that the functions count by themselves', () => {
    const shown = new Set(widgets.flatMap(({ properties }) => metricsOf(properties.metrics ?? [])));

    for (const [name, metrics] of Object.entries(OWN_METRICS)) {
      for (const metric of metrics) expect(shown).toContain(`Mandate ${metric} service mandate-${name}`);
    }
  });

  it('has no more metrics than a dashboard may have to be free', () => {
    const shown = new Set(widgets.flatMap(({ properties }) => metricsOf(properties.metrics ?? [])));

    expect(shown.size).toBeGreaterThan(40);
    expect(shown.size).toBeLessThanOrEqual(50);
  });

  it('is left out where the settings say so', () => {
    templateOf('MandateControlPlane', settingsOf({ dashboard: false })).resourceCountIs(
      'AWS::CloudWatch::Dashboard',
      0,
    );
  });
});
