import type { Logger } from '@aws-lambda-powertools/logger';
import type { SQSRecord } from 'aws-lambda';
import { parseInboundEvent } from '../../contracts/events/inbound-event.ts';
import {
  type Applied,
  type ApplyEventPorts,
  applyEvent,
  keepRejected,
} from '../../core/use-cases/apply-event.ts';

/** Reads one EventBridge event from its queue and applies it, or keeps it as rejected. */
export const receiveEvent = async (
  { body, messageId }: Pick<SQSRecord, 'body' | 'messageId'>,
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
  const applied = await applyEvent(parsed.event, body, ports);
  const reasons = applied.outcome === 'rejected' ? { reasons: codesOf(applied.reasons) } : {};
  logger.info('event received', { source, eventId, detailType: type, outcome: applied.outcome, ...reasons });
  return applied;
};

const codesOf = (reasons: readonly { readonly code: string }[]): readonly string[] =>
  reasons.map(({ code }) => code);
