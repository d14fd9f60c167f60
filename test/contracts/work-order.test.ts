import { describe, expect, it } from 'vitest';
import { parseWorkOrder } from '../../lambdas/contracts/work-order.ts';
import { EVERY_ORDER } from '../support/contract-suites/work-queue.ts';

const pageOf = (changes: object) =>
  JSON.stringify({
    kind: 'clear-stop',
    stopId: '01KATRS0000000000000000001',
    environment: 'production',
    ...changes,
  });

describe('a work order from a message', () => {
  it.each(EVERY_ORDER.map((order) => [order.kind, order] as const))('is read back: %s', (_, order) => {
    expect(parseWorkOrder(JSON.stringify(order))).toEqual(order);
  });

  it('has no cursor unless it was given one', () => {
    expect(parseWorkOrder(pageOf({}))).not.toHaveProperty('cursor');
  });

  it.each([
    ['is no JSON', 'provision-agent'],
    ['is no object', '"provision-agent"'],
    ['is of a kind that is not known', '{"kind":"delete-everything"}'],
    ['lacks an id', '{"kind":"provision-agent"}'],
    ['has an id that is none', '{"kind":"provision-agent","agentId":"../agent"}'],
    ['has a stop id that is none', pageOf({ stopId: '1' })],
    ['says more than it should', pageOf({ force: true })],
    ['has an empty cursor', pageOf({ cursor: '' })],
  ])('is refused when it %s', (_, body) => {
    expect(() => parseWorkOrder(body)).toThrow();
  });
});
