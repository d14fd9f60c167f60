import type { Logger } from '@aws-lambda-powertools/logger';
import type { SQSRecord } from 'aws-lambda';
import { MAX_RECEIVE_COUNT } from '../../contracts/delivery.ts';
import { parseInboundEvent } from '../../contracts/events/inbound-event.ts';
import {
  type Applied,
  type ApplyEventPorts,
  applyEvent,
  keepRejected,
} from '../../core/use-cases/apply-event.ts';
import { EventWaitsError } from './event-waits-error.ts';

/** By then an event is applied or rejected, and never parked for what it names. */
const LAST_DELIVERY = MAX_RECEIVE_COUNT;

/**
 * Reads one EventBridge event from its queue and applies it, or keeps it as rejected.
 * @throws EventWaitsError
 */
export const receiveEvent = async (
  { body, messageId, attributes }: Pick<SQSRecord, 'body' | 'messageId' | 'attributes'>,
  ports: ApplyEventPorts,
  logger: Logger,
): Promise<Applied> => {
  const parsed = parseInboundEvent({ body, messageId, receivedAt: ports.clock.now() });
  if (!parsed.ok) {
    const { origin, reasons } = parsed;
    const kept = await keepRejected({ origin, reasons, original: body }, ports);
    logger.warn('event rejected', { ...origin, outcome: kept.outcome, reasons: codesOf(reasons) });
    return kept;
  }
  const { source, eventId, type } = parsed.event;
  const canWait = Number(attributes.ApproximateReceiveCount) < LAST_DELIVERY;
  const applied = await applyEvent(parsed.event, { original: body, canWait }, ports);
  const reasons = 'reasons' in applied ? { reasons: codesOf(applied.reasons) } : {};
  logger.info('event received', { source, eventId, detailType: type, outcome: applied.outcome, ...reasons });
  if (applied.outcome === 'waiting') throw new EventWaitsError(codesOf(applied.reasons));
  return applied;
};

const codesOf = (reasons: readonly { readonly code: string }[]): readonly string[] =>
  reasons.map(({ code }) => code);
