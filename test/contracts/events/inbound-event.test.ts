import { describe, expect, it } from 'vitest';
import cases from './envelope-cases.json' with { type: 'json' };
import { codesOf, DETAIL_CASES, ENVELOPE, MESSAGE_ID, receive, receiveEvent } from './events-in.ts';

const LEFT = DETAIL_CASES['Owner Left'].minimal;

describe('what comes from the queue', () => {
  it.each(cases.notEvents)('is no event if it is $name: it is told by its message', ({ body }) => {
    const parsed = receive(body);

    expect(parsed).toMatchObject({
      ok: false,
      origin: { source: 'unknown', eventId: MESSAGE_ID, detailType: 'unknown' },
    });
    expect(codesOf(parsed)).toEqual(['not-an-event']);
  });

  it.each(cases.unknownTypes)('is refused as the unknown event "%s", whose origin is kept', (type) => {
    const parsed = receiveEvent(type, LEFT);

    expect(parsed).toMatchObject({
      ok: false,
      origin: { source: ENVELOPE.source, eventId: ENVELOPE.id, detailType: type },
    });
    expect(codesOf(parsed)).toEqual(['unknown-event-type']);
  });
});

describe('an event', () => {
  it.each(cases.times)('occurred at the time that is $name', ({ occurredAt, time, is }) => {
    const parsed = receiveEvent('Owner Left', { ...LEFT, occurredAt }, time === undefined ? {} : { time });

    expect(parsed).toMatchObject({ ok: true, event: { occurredAt: is } });
  });

  it('is known by the emitter’s own id, whatever else is wrong with it', () => {
    expect(receiveEvent('Owner Left', { ...LEFT, eventId: 'own-1' })).toMatchObject({
      event: { eventId: 'own-1' },
    });
    expect(receiveEvent('Owner Left', { eventId: 'own-1' })).toMatchObject({ origin: { eventId: 'own-1' } });
    expect(receiveEvent('Owner Vanished', { eventId: 'own-1' })).toMatchObject({
      origin: { eventId: 'own-1' },
    });
  });

  it.each([
    ['none', undefined],
    ['a number', 5],
    ['nothing', ''],
    ['a novel', 'x'.repeat(257)],
  ])('is known by the bus’s id if the emitter’s is %s', (_, eventId) => {
    const parsed = receiveEvent('Owner Left', { ownerId: '?', eventId });

    expect(parsed).toMatchObject({ ok: false, origin: { eventId: ENVELOPE.id } });
  });

  it('keeps the source that it came with', () => {
    expect(receiveEvent('Owner Left', LEFT, { source: 'com.acme/hr eu' })).toMatchObject({
      event: { source: 'com.acme/hr eu' },
    });
  });
});

describe('an event that is too much', () => {
  const padded = (size: number): string => {
    const body = (padding: string) =>
      JSON.stringify({ ...ENVELOPE, 'detail-type': 'Owner Left', detail: { ...LEFT, padding } });
    return body('x'.repeat(size - body('').length));
  };

  it('is refused from 65,537 characters on', () => {
    expect(receive(padded(65_536)).ok).toBe(true);
    expect(codesOf(receive(padded(65_537)))).toEqual(['too-large']);
  });

  it('is refused however deep it is nested', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

    const parsed = receive(
      JSON.stringify({ ...ENVELOPE, 'detail-type': 'Owner Left', detail: 0 }).replace(
        '"detail":0',
        `"detail":{"ownerId":"e1","more":${deep}}`,
      ),
    );

    expect(codesOf(parsed)).toEqual(['too-large']);
  });

  it('is told of at most 50 wrong values, and how many more there are', () => {
    const labels = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`label-${index}`, '']));

    const parsed = receiveEvent('Agent Registered', { ...DETAIL_CASES['Agent Registered'].minimal, labels });

    expect(codesOf(parsed)).toHaveLength(51);
    expect(parsed.ok ? undefined : parsed.reasons.at(-1)).toMatchObject({
      code: 'more-problems',
      // and that there are too many of them
      message: '951 more values are wrong',
    });
  });

  it('is told in reasons that fit one item of the table', () => {
    const labels = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`${index}${'☠'.repeat(1000)}`, '']),
    );

    const parsed = receiveEvent('Agent Registered', { ...DETAIL_CASES['Agent Registered'].minimal, labels });

    expect(codesOf(parsed)).toHaveLength(51);
    expect(Buffer.byteLength(JSON.stringify(parsed))).toBeLessThan(200_000);
  });
});
