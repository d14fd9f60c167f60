import { describe, expect, it } from 'vitest';
import { INBOUND_DETAILS } from '../../../lambdas/contracts/events/details.ts';
import { DETAIL_CASES, ENVELOPE, pathsOf, receiveEvent, TYPES } from './events-in.ts';
import valueCases from './value-cases.json' with { type: 'json' };

const without = (detail: Readonly<Record<string, unknown>>, field: string) =>
  Object.fromEntries(Object.entries(detail).filter(([name]) => name !== field));

describe('the table of cases', () => {
  it('knows every event and every field of each', () => {
    const fields = Object.fromEntries(TYPES.map((type) => [type, Object.keys(INBOUND_DETAILS[type].shape)]));

    expect(Object.keys(DETAIL_CASES)).toEqual(TYPES);
    for (const type of TYPES) {
      const { full, wrong } = DETAIL_CASES[type];
      expect(Object.keys(full).sort(), type).toEqual(fields[type]?.sort());
      expect([...Object.keys(wrong), 'eventId', 'occurredAt'].sort(), type).toEqual(fields[type]);
    }
  });
});

describe.each(TYPES)('%s', (type) => {
  const { minimal, full, event, required, wrong } = DETAIL_CASES[type];

  it('is taken with the least that it needs', () => {
    expect(receiveEvent(type, minimal)).toEqual({
      ok: true,
      event: {
        ...minimal,
        type,
        source: ENVELOPE.source,
        eventId: ENVELOPE.id,
        occurredAt: '2026-11-24T04:00:00.000Z',
      },
    });
  });

  it('is taken with all that it can have, times in UTC', () => {
    expect(receiveEvent(type, full)).toEqual({
      ok: true,
      event: {
        ...event,
        type,
        source: ENVELOPE.source,
        eventId: '7f3c',
        occurredAt: '2026-11-24T04:30:00.500Z',
      },
    });
  });

  it('leaves out what it does not know, even where that is named like what it adds', () => {
    const unknown = { salary: 1, source: 'mandate', type: 'Owner Returned', raised: true };

    expect(receiveEvent(type, { ...full, ...unknown })).toEqual(receiveEvent(type, full));
  });

  it.each(required)('needs %s', (field) => {
    const parsed = receiveEvent(type, without(full, field));

    expect(pathsOf(parsed)).toEqual([`detail.${field}`]);
  });

  it('needs nothing else', () => {
    const optional = Object.keys(full).filter((field) => !required.includes(field));

    expect(optional.filter((field) => !receiveEvent(type, without(full, field)).ok)).toEqual([]);
  });

  const wrongValues = Object.entries(wrong).flatMap(([field, values]) =>
    values.map((value) => ({ field, value, shown: JSON.stringify(value) })),
  );

  it.each(wrongValues)('refuses $shown as $field', ({ field, value }) => {
    const parsed = receiveEvent(type, { ...full, [field]: value });

    expect(pathsOf(parsed)).toEqual([`detail.${field}`]);
  });

  it('names all that is wrong at once', () => {
    const allWrong = Object.fromEntries(Object.entries(wrong).map(([field, [value]]) => [field, value]));

    const parsed = receiveEvent(type, { ...allWrong, eventId: '', occurredAt: 'then' });

    expect([...pathsOf(parsed)].sort()).toEqual(
      [...Object.keys(wrong), 'eventId', 'occurredAt'].map((field) => `detail.${field}`).sort(),
    );
  });
});

describe('a detail', () => {
  it.each(valueCases)('is refused with $name', ({ type, changes, detail, paths }) => {
    const usual = Object.entries(DETAIL_CASES).find(([name]) => name === type)?.[1].minimal;

    const parsed = receiveEvent(type, changes === undefined ? detail : { ...usual, ...changes });

    expect(pathsOf(parsed)).toEqual(paths);
  });

  it('has at most 20 labels', () => {
    const labels = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`label-${index}`, 'x']));
    const { minimal } = DETAIL_CASES['Agent Registered'];

    expect(receiveEvent('Agent Registered', { ...minimal, labels: labels(20) }).ok).toBe(true);
    expect(pathsOf(receiveEvent('Agent Registered', { ...minimal, labels: labels(21) }))).toEqual([
      'detail.labels',
    ]);
  });

  it('has at most 100 profiles', () => {
    const profiles = (count: number) => Array.from({ length: count }, (_, index) => `profile-${index}`);
    const { minimal } = DETAIL_CASES['Process Changed'];

    expect(receiveEvent('Process Changed', { ...minimal, profiles: profiles(100) }).ok).toBe(true);
    expect(pathsOf(receiveEvent('Process Changed', { ...minimal, profiles: profiles(101) }))).toEqual([
      'detail.profiles',
    ]);
  });

  it('binds a workload to one identity: the token’s where a principal is given as well', () => {
    const workload = { issuer: 'https://issuer.example', subject: 'repo:acme/support' };
    const { minimal } = DETAIL_CASES['Agent Registered'];

    const parsed = receiveEvent('Agent Registered', {
      ...minimal,
      workload: { ...workload, awsPrincipalArn: 'arn:aws:iam::111122223333:role/runner' },
    });

    expect(parsed).toMatchObject({ ok: true, event: { workload } });
    expect(JSON.stringify(parsed)).not.toContain('awsPrincipalArn');
  });

  it.each([
    'arn:aws:iam::111122223333:role/runner',
    'arn:aws-us-gov:iam::111122223333:role/agents/eu/runner',
    'arn:aws-cn:iam::111122223333:role/r+=,.@-_',
  ])('can bind a workload to the role %s', (awsPrincipalArn) => {
    const { minimal } = DETAIL_CASES['Agent Registered'];

    expect(receiveEvent('Agent Registered', { ...minimal, workload: { awsPrincipalArn } })).toMatchObject({
      ok: true,
      event: { workload: { awsPrincipalArn } },
    });
  });
});
