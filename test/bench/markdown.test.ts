import { describe, expect, it } from 'vitest';
import { comparisonTable } from '../../bench/report/comparison-table.ts';
import { milliseconds, percent, tableOf, verdict } from '../../bench/report/markdown.ts';

describe('figures in Markdown', () => {
  it('have as many digits as mean something', () => {
    expect([0.1234, 12.345, 99.97, 123.45, -9.876, -103.77].map(milliseconds)).toEqual([
      '0.12 ms',
      '12.3 ms',
      '100 ms',
      '123 ms',
      '-9.88 ms',
      '-104 ms',
    ]);
    expect([0, 0.004, 0.5].map(percent)).toEqual(['0 %', '0.4 %', '50 %']);
  });

  it('stand in tables, numbers to the right', () => {
    expect(tableOf(['what', 'much'], [['a', '1']])).toBe('| what | much |\n| --- | ---: |\n| a | 1 |');
  });

  it('say in bold when a target is missed', () => {
    expect(verdict(1.15, 1.15)).toBe('within 1.15');
    expect(verdict(1.16, 1.15)).toBe('**over 1.15**');
  });

  it('show what was measured beside its floor, with ratio and difference', () => {
    const subject = { runs: 5, min: 11, median: 24, p99: 60, max: 70 };
    const floor = { runs: 5, min: 10, median: 20, p99: 50, max: 51 };

    const lines = comparisonTable({ subject, floor }, { subject: 'lease', floor: 'floor' }).split('\n');

    expect(lines).toEqual([
      '| 5 runs of each | min | median | p99 |',
      '| --- | ---: | ---: | ---: |',
      '| lease | 11.0 ms | 24.0 ms | 60.0 ms |',
      '| floor | 10.0 ms | 20.0 ms | 50.0 ms |',
      '| ratio | 1.10 | 1.20 | 1.20 |',
      '| difference | 1.00 ms | 4.00 ms | 10.0 ms |',
    ]);
  });
});
