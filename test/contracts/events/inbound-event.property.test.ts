import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboundType } from '../../../lambdas/contracts/events/details.ts';
import type { ParsedEvent } from '../../../lambdas/contracts/events/inbound-event.ts';
import { parseInstant } from '../../../lambdas/core/kernel/instant.ts';
import { DETAIL_CASES, ENVELOPE, RECEIVED_AT, receive, receiveEvent, TYPES } from './events-in.ts';

const isWhole = (parsed: ParsedEvent): boolean => {
  if (!parsed.ok)
    return parsed.reasons.every(({ code, message, resolution }) => code && message && resolution);
  const { source, eventId, occurredAt } = parsed.event;
  return (
    source !== '' && eventId !== '' && parseInstant(occurredAt) === occurredAt && occurredAt <= RECEIVED_AT
  );
};

const type: fc.Arbitrary<InboundType> = fc.constantFrom(...TYPES);

/** A full detail of the event in which anything stands for some of the values. */
const damaged = type.chain((of) => {
  const { full } = DETAIL_CASES[of];
  return fc
    .record(Object.fromEntries(Object.keys(full).map((field) => [field, fc.jsonValue()])), {
      requiredKeys: [],
    })
    .map((damage) => ({ of, detail: { ...full, ...damage } }));
});

describe('whatever comes from the queue', () => {
  it('is no event, and has a reason, if it is any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (body) => {
        const parsed = receive(body);

        expect(parsed.ok).toBe(false);
        expect(isWhole(parsed)).toBe(true);
      }),
    );
  });

  it('is an event or has a reason, if it is any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        expect(isWhole(receive(body))).toBe(true);
      }),
    );
  });

  it('is an event or has a reason, if any JSON is the detail', () => {
    fc.assert(
      fc.property(type, fc.jsonValue(), (of, detail) => {
        expect(isWhole(receiveEvent(of, detail))).toBe(true);
      }),
    );
  });

  it('is an event or has a reason, if any JSON stands for parts of the detail', () => {
    fc.assert(
      fc.property(damaged, ({ of, detail }) => {
        const parsed = receiveEvent(of, detail);

        expect(isWhole(parsed)).toBe(true);
        if (!parsed.ok) expect(parsed.origin).toMatchObject({ source: ENVELOPE.source, detailType: of });
      }),
      { numRuns: 500 },
    );
  });

  it('is an event or has a reason, if any JSON stands for parts of the envelope', () => {
    const envelope = fc.record(
      Object.fromEntries(
        ['id', 'source', 'detail-type', 'time', 'detail'].map((key) => [key, fc.jsonValue()]),
      ),
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(type, envelope, (of, changes) => {
        expect(isWhole(receiveEvent(of, DETAIL_CASES[of].full, changes))).toBe(true);
      }),
    );
  });
});
