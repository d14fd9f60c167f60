import { describe, expect, it } from 'vitest';
import { parseInboundEvent } from '../../lambdas/contracts/events/inbound-event.ts';
import { instantOf } from '../../lambdas/core/kernel/instant.ts';
import { compiledSchemas } from './compiled-schemas.ts';

const SOURCE = 'acme.hr';
const REGISTERED = {
  agentId: 'support-assistant',
  environment: 'test',
  ownerId: 'e10442',
  processId: 'customer-support',
  profile: 'support-agent',
  workload: { issuer: 'https://issuer.example.com', subject: 'repo:acme/support' },
};

/** The least that each event needs. */
const DETAILS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'Agent Registered': REGISTERED,
  'Agent Updated': { agentId: 'support-assistant' },
  'Ownership Transferred': { agentId: 'support-assistant', ownerId: 'e10442' },
  'Agent Retired': { agentId: 'support-assistant' },
  'Agent Compromised': { agentId: 'support-assistant', reason: 'a token was seen in a public log' },
  'Owner Joined': { ownerId: 'e10442' },
  'Owner Changed': { ownerId: 'e10442', department: 'Support' },
  'Owner Left': { ownerId: 'e10442', effectiveAt: '2026-11-30T17:00:00+01:00' },
  'Owner Returned': { ownerId: 'e10442' },
  'Process Registered': { processId: 'customer-support', version: '1', profiles: ['support-agent'] },
  'Process Changed': { processId: 'customer-support', version: '2', profiles: [] },
  'Process Retired': { processId: 'customer-support' },
};
const IDS = ['agentId', 'ownerId', 'processId'];

const schemas = compiledSchemas('in');

const eventOf = (type: string, detail: unknown) => ({
  id: '1',
  source: SOURCE,
  'detail-type': type,
  time: '2026-11-24T09:00:00Z',
  detail,
});

/** What the schema and what the code say of the same event. */
const verdictsOn = (type: string, detail: unknown) => {
  const event = eventOf(type, detail);
  const delivery = { body: JSON.stringify(event), messageId: 'm', receivedAt: instantOf(0) };
  return { schema: schemas.get(type)?.(event), code: parseInboundEvent(delivery).ok };
};

const without = (detail: Readonly<Record<string, unknown>>, key: string) =>
  Object.fromEntries(Object.entries(detail).filter(([name]) => name !== key));

describe('the schemas of incoming events', () => {
  it('are there for every event, and for no other', () => {
    expect([...schemas.keys()].sort()).toEqual(Object.keys(DETAILS).sort());
  });

  it.each(Object.entries(DETAILS))(
    'take the least of %s, with fields that nobody knows, as the code does',
    (type, detail) => {
      expect(verdictsOn(type, { ...detail, costCentre: 7 })).toEqual({ schema: true, code: true });
    },
  );

  it.each(Object.entries(DETAILS))(
    'refuse %s without one of its fields, as the code does',
    (type, detail) => {
      const id = IDS.find((name) => name in detail) ?? '';

      expect(verdictsOn(type, without(detail, id))).toEqual({ schema: false, code: false });
    },
  );

  it.each([
    ['an id that is no slug', { ...REGISTERED, agentId: 'Support Assistant' }],
    ['an owner with a blank', { ...REGISTERED, ownerId: 'e 10442' }],
    ['a line feed in a name', { ...REGISTERED, displayName: 'Support\nroot' }],
    [
      'a user as workload',
      { ...REGISTERED, workload: { awsPrincipalArn: 'arn:aws:iam::111111111111:user/x' } },
    ],
    ['half a workload', { ...REGISTERED, workload: { issuer: 'https://issuer.example.com' } }],
    ['a number as text', { ...REGISTERED, description: 1 }],
  ])('refuse %s, as the code does', (_, detail) => {
    expect(verdictsOn('Agent Registered', detail)).toEqual({ schema: false, code: false });
  });

  it("refuse Mandate's own name as source", () => {
    const event = { ...eventOf('Owner Left', DETAILS['Owner Left']), source: 'mandate' };

    expect(schemas.get('Owner Left')?.(event)).toBe(false);
  });
});
