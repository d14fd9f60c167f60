import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OWN_METRICS } from '../../../lib/constructs/own-metrics.ts';
import { REPOSITORY } from '../../support/settings.ts';

const HANDLERS = join(REPOSITORY, 'lambdas', 'handlers');

/** Names that the function's own code adds as metrics. */
const countedBy = (name: string): readonly string[] => {
  const files = globSync('**/*.ts', { cwd: join(HANDLERS, name) });
  const texts = files.map((file) => readFileSync(join(HANDLERS, name, file), 'utf8'));
  return texts.flatMap((text) =>
    [...text.matchAll(/\.addMetric\(\s*'(\w+)'/g)].map(([, metric = '']) => metric),
  );
};

describe('the metrics that alarms and dashboard rely on', () => {
  const handlers = globSync('*/handler.ts', { cwd: HANDLERS }).map((file) => file.split('/')[0] ?? '');

  it('are those that the functions count, and all of them', () => {
    const counted = handlers
      .map((name) => [name, [...countedBy(name)].sort()] as const)
      .filter(([, metrics]) => metrics.length > 0);

    expect(Object.fromEntries(counted)).toEqual(
      Object.fromEntries(Object.entries(OWN_METRICS).map(([name, metrics]) => [name, [...metrics].sort()])),
    );
  });

  it('are few enough to be free', () => {
    expect(Object.values(OWN_METRICS).flat().length).toBeLessThanOrEqual(10);
  });
});
