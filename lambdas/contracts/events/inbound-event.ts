import * as z from 'zod';
import type { InboundEvent } from '../../core/events/inbound-event.ts';
import type { Origin } from '../../core/events/rejected-event.ts';
import { type Instant, parseInstant } from '../../core/kernel/instant.ts';
import { asReasons, type Reason, type Reasons } from '../../core/kernel/result.ts';
import type { Problem } from '../../core/profiles/problem.ts';
import { schemaProblems } from '../schema-problems.ts';
import { INBOUND_DETAILS, type InboundType } from './details.ts';

/** An event in characters as JSON; EventBridge takes up to 1 MB, nothing sensible comes near this. */
const MAX_EVENT = 65_536;
// whatever was sent, all reasons together fit into one item and one event of the bus
const MAX_REASONS = 50;
/** Characters of a reason's message. */
const MAX_MESSAGE = 300;

const envelopeSchema = z.object({
  id: z.string().min(1).max(256),
  source: z.string().min(1).max(256),
  'detail-type': z.string().min(1).max(256),
  time: z.string(),
  detail: z.unknown(),
});
type Envelope = z.output<typeof envelopeSchema>;

export type ParsedEvent =
  | { readonly ok: true; readonly event: InboundEvent }
  | { readonly ok: false; readonly origin: Origin; readonly reasons: Reasons };

/** What came in, and what is known of it without having understood it. */
export interface Delivery {
  /** The EventBridge event as JSON. */
  readonly body: string;
  /** Names the delivery if the event itself names nothing. */
  readonly messageId: string;
  readonly receivedAt: Instant;
}

const isInboundType = (type: string): type is InboundType => Object.hasOwn(INBOUND_DETAILS, type);

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const prefixed = (problem: Problem, prefix: string): Problem => ({
  ...problem,
  path: problem.path === '' ? prefix : `${prefix}.${problem.path}`,
});

/** The emitter's own id if it gave one, whatever else is wrong: a repetition of a wrong event is a repetition too. */
const eventIdOf = (envelope: Envelope): string => {
  const { detail } = envelope;
  const own =
    typeof detail === 'object' && detail !== null && 'eventId' in detail ? detail.eventId : undefined;
  return typeof own === 'string' && own !== '' && own.length <= 256 ? own : envelope.id;
};

const refuse = (origin: Origin, problems: readonly Problem[]): ParsedEvent => {
  const listed = problems.slice(0, MAX_REASONS).map(reasonOf);
  const left = problems.length - listed.length;
  const reasons = left > 0 ? [...listed, AND_MORE(left)] : listed;
  return { ok: false, origin, reasons: asReasons(reasons) ?? [NOT_AN_EVENT] };
};

/** The path leads the message, so that a reason says alone what is meant. */
const reasonOf = ({ path, code, message, resolution }: Problem): Reason => ({
  code,
  message: (path === '' ? message : `${path}: ${message}`).slice(0, MAX_MESSAGE),
  resolution,
});

const AND_MORE = (left: number): Reason => ({
  code: 'more-problems',
  message: `${left} more values are wrong`,
  resolution: 'correct those named here, then send the event again',
});

const NOT_AN_EVENT = {
  code: 'not-an-event',
  message: 'the message is not an EventBridge event',
  resolution: 'put events on the bus; do not send to the queues behind it',
};

const UNKNOWN_TYPE = (type: string): Problem => ({
  path: 'detail-type',
  code: 'unknown-event-type',
  message: `${JSON.stringify(type.slice(0, 80))} is not an event that Mandate takes`,
  resolution: `use one of ${Object.keys(INBOUND_DETAILS).join(', ')}`,
});

const TOO_LARGE = (size: number): Problem => ({
  path: '',
  code: 'too-large',
  message: `the event has ${size} characters as JSON, ${MAX_EVENT} are allowed`,
  resolution: 'send ids and short texts only',
});

/** A clock that runs ahead must not put a fact beyond the reach of those that follow it. */
const notAfter = (time: Instant, limit: Instant): Instant => (time > limit ? limit : time);

interface Identified {
  readonly type: InboundType;
  readonly origin: Origin;
  readonly receivedAt: Instant;
}

const parseDetail = (envelope: Envelope, { type, origin, receivedAt }: Identified): ParsedEvent => {
  const parsed = INBOUND_DETAILS[type].safeParse(envelope.detail);
  const time = parseInstant(envelope.time) ?? receivedAt;
  if (!parsed.success) {
    return refuse(
      origin,
      schemaProblems(parsed.error, envelope.detail).map((problem) => prefixed(problem, 'detail')),
    );
  }
  const { eventId: _, occurredAt, ...detail } = parsed.data;
  const context = {
    type,
    source: origin.source,
    eventId: origin.eventId,
    occurredAt: notAfter(occurredAt ?? time, receivedAt),
  };
  // each schema's output is the event of its type: the compiler cannot follow that through the look-up
  return { ok: true, event: { ...detail, ...context } as InboundEvent };
};

/** Reads one event, or names everything that is wrong with it. */
export const parseInboundEvent = ({ body, messageId, receivedAt }: Delivery): ParsedEvent => {
  const envelope = envelopeSchema.safeParse(readJson(body));
  if (!envelope.success) {
    const unknown = { source: 'unknown', eventId: messageId, detailType: 'unknown' };
    return { ok: false, origin: unknown, reasons: [NOT_AN_EVENT] };
  }
  const type = envelope.data['detail-type'];
  const origin = { source: envelope.data.source, eventId: eventIdOf(envelope.data), detailType: type };
  if (!isInboundType(type)) return refuse(origin, [UNKNOWN_TYPE(type)]);
  if (body.length > MAX_EVENT) return refuse(origin, [TOO_LARGE(body.length)]);
  return parseDetail(envelope.data, { type, origin, receivedAt });
};
