import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eventBridgePublisher } from '../../lambdas/adapters/eventbridge/event-publisher.ts';
import { OUTGOING_DETAILS } from '../../lambdas/contracts/events/outgoing-event.ts';
import { agentIds } from '../../lambdas/core/agents/agent-ids.ts';
import type { OutgoingEvent, OutgoingType } from '../../lambdas/core/events/outgoing-event.ts';
import type { PublishedEvent } from '../../lambdas/core/ports/event-publisher.ts';
import {
  AT,
  agentId,
  anAgent,
  environmentName,
  leaseId,
  ownerId,
  processId,
  stopId,
} from '../support/contract-suites/entities.ts';
import { FakeClock } from '../support/fakes/fake-clock.ts';
import { clientOf, scriptedService } from '../support/scripted-service.ts';
import { compiledSchemas } from './compiled-schemas.ts';

type Details = { readonly [Type in OutgoingType]: Extract<OutgoingEvent, { type: Type }>['detail'] };

const agent = agentIds(anAgent('support-assistant'));
const reasons = [
  { code: 'owner-left', message: 'owner e10442 has left', resolution: 'transfer it' },
  { code: 'process-retired', message: 'process p1 is retired', resolution: 'move it' },
] as const;
const stopped = {
  stopId: stopId(1),
  environment: environmentName('production'),
  target: { kind: 'owner', ownerId: ownerId('e10442') },
  factAt: AT,
  raisedAt: AT,
  deniedAt: AT,
} as const;
const evidence = { agentId: agent.agentId, outcome: 'denied', at: AT, attempts: 3, detail: 'no' } as const;

/** One of each, with all that it may have. */
const DETAILS: Details = {
  'Agent Pending': agent,
  'Agent Activated': { ...agent, roleArn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-a1' },
  'Agent Rejected': { ...agent, reasons },
  'Agent Suspended': { ...agent, reasons: ['owner-left', 'process-retired'] },
  'Agent Reinstated': { ...agent, roleArn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-a1' },
  'Ownership Accepted': { ...agent, formerOwnerId: ownerId('e10001') },
  'Agent Retired': { ...agent, reason: 'not needed any more' },
  'Lease Issued': { ...agent, leaseId: leaseId(2), expiresAt: AT, permissions: ['read-code'] },
  'Lease Refused': { ...agent, reasons },
  'Access Stopped': { ...stopped, target: { kind: 'agent', agentId: agentId('agent-one') } },
  'Stop Verified': { ...stopped, verifiedAt: AT, evidence: [evidence] },
  'Stop Unverified': {
    ...stopped,
    target: { kind: 'process', processId: processId('customer-support'), profiles: [agent.profile] },
    verifiedAt: AT,
    evidence: [{ ...evidence, outcome: 'unavailable' }],
  },
  'Event Rejected': {
    rejectionId: 'r1',
    source: 'acme.hr',
    rejectedEventId: 'e1',
    detailType: 'Owner Left',
    reasons,
  },
};
const EXAMPLES = Object.entries(DETAILS).map(([type, detail]) => [type, detail] as const);

const schemas = compiledSchemas('out');
const entriesSchema = z.object({
  Entries: z.tuple([z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })]),
});

/** The event as the publisher puts it on the bus. */
const onTheBus = async (type: string, detail: object) => {
  const service = await scriptedService(() => ({ body: JSON.stringify({ Entries: [{ EventId: '1' }] }) }));
  const client = new EventBridgeClient(clientOf(service));
  const publisher = eventBridgePublisher({ client, busName: 'mandate', clock: new FakeClock() });
  await publisher.publish([
    { type, detail, eventId: 'e1', occurredAt: AT, causedBy: 'event:acme.hr/1' } as PublishedEvent,
  ]);
  const { Source, DetailType, Detail } = entriesSchema.parse(service.calls[0]?.json).Entries[0];
  return { source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) };
};

describe('the schemas of outgoing events', () => {
  it('are there for every event, and for no other', () => {
    expect([...schemas.keys()].sort()).toEqual(Object.keys(DETAILS).sort());
  });

  it.each(EXAMPLES)('take %s as it is published', async (type, detail) => {
    const event = await onTheBus(type, detail);

    expect(schemas.get(type)?.(event)).toBe(true);
    expect(OUTGOING_DETAILS[type as OutgoingType].safeParse(event.detail).error).toBeUndefined();
  });

  it.each(EXAMPLES)('know every field of %s', (type, detail) => {
    const known = Object.keys(OUTGOING_DETAILS[type as OutgoingType].shape);

    expect(Object.keys(detail).filter((field) => !known.includes(field))).toEqual([]);
  });

  it.each(EXAMPLES)('refuse %s without its cause, or from another source', async (type, detail) => {
    const event = await onTheBus(type, detail);
    const { causedBy: _, ...causeless } = event.detail;

    expect(schemas.get(type)?.({ ...event, detail: causeless })).toBe(false);
    expect(schemas.get(type)?.({ ...event, source: 'acme.hr' })).toBe(false);
  });

  it.each([
    ['Lease Refused', 'without a reason', { ...agent, reasons: [] }],
    ['Agent Suspended', 'for a reason that is none', { ...agent, reasons: ['bored'] }],
    ['Stop Verified', 'of nobody', { ...DETAILS['Stop Verified'], target: { kind: 'nobody' } }],
    ['Lease Issued', 'with a lease that is none', { ...DETAILS['Lease Issued'], leaseId: '1' }],
  ])('refuse %s %s', async (type, _, detail) => {
    expect(schemas.get(type)?.(await onTheBus(type, detail))).toBe(false);
  });
});
