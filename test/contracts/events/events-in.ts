import { INBOUND_DETAILS, type InboundType } from '../../../lambdas/contracts/events/details.ts';
import { type ParsedEvent, parseInboundEvent } from '../../../lambdas/contracts/events/inbound-event.ts';
import { AT } from '../../support/contract-suites/entities.ts';
import detailCases from './detail-cases.json' with { type: 'json' };

/** When every event here is received. */
export const RECEIVED_AT = AT;
export const MESSAGE_ID = 'message-1';

export interface DetailCases {
  readonly minimal: Readonly<Record<string, unknown>>;
  readonly full: Readonly<Record<string, unknown>>;
  /** What the full one means, without what every event has. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  /** By field: values that are refused for that field alone. */
  readonly wrong: Readonly<Record<string, readonly unknown[]>>;
}

export const DETAIL_CASES: Readonly<Record<InboundType, DetailCases>> = detailCases;

export const TYPES = Object.keys(INBOUND_DETAILS) as InboundType[];

export const ENVELOPE = {
  version: '0',
  id: 'envelope-1',
  source: 'acme.hr',
  account: '111111111111',
  time: '2026-11-24T04:00:00Z',
  region: 'eu-central-1',
  resources: [],
};

export const receive = (body: string): ParsedEvent =>
  parseInboundEvent({ body, messageId: MESSAGE_ID, receivedAt: RECEIVED_AT });

/** The event as EventBridge delivers it. */
export const receiveEvent = (type: string, detail: unknown, changes: object = {}): ParsedEvent =>
  receive(JSON.stringify({ ...ENVELOPE, 'detail-type': type, detail, ...changes }));

/** What each reason's message names first; a reason about the whole event names nothing. */
export const pathsOf = (parsed: ParsedEvent): readonly string[] =>
  parsed.ok ? [] : parsed.reasons.map(({ message }) => message.split(': ')[0] ?? '');

export const codesOf = (parsed: ParsedEvent): readonly string[] =>
  parsed.ok ? [] : parsed.reasons.map(({ code }) => code);
