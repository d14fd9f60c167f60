import { describe, expect, it } from 'vitest';
import { countCalls } from '../../bench/cost/counting.ts';
import { Counter, dividedBy, plus } from '../../bench/cost/counts.ts';
import { idleBill, runsMonth } from '../../bench/cost/idle.ts';
import { namesIn } from '../../bench/cost/metric-names.ts';
import { billOf, totalOf } from '../../bench/cost/money.ts';
import { aLoggedCall } from './support/a-logged-call.ts';

describe('counts', () => {
  it('begin anew once taken', () => {
    const counter = new Counter();
    counter.add('events');
    counter.add('events', 2);

    expect(counter.take()).toEqual({ events: 3 });
    expect(counter.take()).toEqual({});
  });

  it('are added and divided name by name', () => {
    expect(plus({ events: 2 }, { events: 1, orders: 4 }, 2)).toEqual({ events: 4, orders: 8 });
    expect(dividedBy({ events: 3 }, 2)).toEqual({ events: 1.5 });
  });

  it('name who called, a probing session being the verifier’s', () => {
    const calls = [
      aLoggedCall({ principal: 'arn:aws:sts::1:assumed-role/MandateProvisioner-test/mandate-provisioner' }),
      aLoggedCall({
        principal: 'arn:aws:sts::1:assumed-role/mandate-agent-one/01KATRS0000000000000000001',
        service: 'ssm',
        operation: 'GetParameter',
      }),
    ];

    expect(countCalls(calls)).toEqual({
      'calls of provisioner: iam:PutRolePolicy': 1,
      'calls of verifier: ssm:GetParameter': 1,
    });
  });
});

describe('the metrics of the functions', () => {
  it('are those that their code names, each once', () => {
    const sources = ["metrics.addMetric('One', Unit, 1);", "addMetric(\n  'Two',\n 1); addMetric('One', 2)"];

    expect(namesIn(sources)).toEqual(['One', 'Two']);
  });
});

describe('a bill', () => {
  it('is what was counted times its price', () => {
    const bill = billOf(
      {
        'http requests': 1e6,
        'write units': 14e6,
        'read units': 4e6,
        events: 1e6,
        'queue requests': 3e6,
        'fifo queue requests': 2e6,
      },
      0,
    );

    expect(bill['table: writes']).toBeCloseTo(8.75);
    expect(bill['table: reads']).toBeCloseTo(0.5);
    expect(bill.API).toBeCloseTo(1);
    expect(bill.events).toBeCloseTo(1);
    expect(bill.queues).toBeCloseTo(1.2 + 1);
    expect(totalOf(bill)).toBeCloseTo(8.75 + 0.5 + 1 + 1 + 2.2 + bill.logs);
  });

  it('bills a function for its calls, its memory and its log', () => {
    const counts = { 'invocations of broker': 1e6, 'calls of broker: sts:AssumeRole': 1e6 };

    const bill = billOf(counts, 600);

    // 40 ms of the call and 10 of its own, at 512 MB
    expect(bill.functions).toBeCloseTo(0.2 + 0.025 * 13.3334);
    expect(bill.logs).toBeCloseTo(0.5);
    expect(bill.traces).toBeCloseTo(0.25);
  });

  it('does not guess how long a service takes', () => {
    expect(() => billOf({ 'calls of broker: kms:Sign': 1 }, 0)).toThrow('kms');
  });

  it('knows how often a schedule runs', () => {
    expect(['rate(5 minutes)', 'rate(1 minute)', undefined].map(runsMonth)).toEqual([8_640, 43_200, 0]);
    expect(() => runsMonth('cron(0 1 * * ? *)')).toThrow('cron');
  });

  it('of a month without anything is alarms, polling and storage', () => {
    const bill = idleBill({
      alarms: 20,
      dashboards: 1,
      sweeps: 1_000,
      sweepDollars: 0.001,
      queues: 4,
      fifoQueues: 1,
      bytesOfAThousandAgents: 1e9,
    });

    expect(bill.alarms).toBeCloseTo(2);
    expect(bill.dashboard).toBeCloseTo(3);
    expect(bill.sweeper).toBeCloseTo(1);
    expect(bill['polling of queues']).toBeCloseTo(0.648 * (4 * 0.4 + 0.5));
    expect(bill['table: storage and recovery']).toBeCloseTo(0.45);
  });
});
