import type { Logger } from '@aws-lambda-powertools/logger';
import type { SQSRecord } from 'aws-lambda';
import type { HeldMessage } from '../../adapters/sqs/postpone-message.ts';
import type { Applied, ApplyEventPorts } from '../../core/use-cases/apply-event.ts';
import { consumeRecords } from './consume-records.ts';
import { EventWaitsError } from './event-waits-error.ts';
import { receiveEvent } from './receive-event.ts';

/** What a lane works with. */
export interface Lane {
  readonly ports: ApplyEventPorts;
  /** Lets a message come again soon. */
  readonly postpone: (message: HeldMessage) => Promise<void>;
  readonly logger: Logger;
}

const heldMessage = ({ receiptHandle, attributes }: SQSRecord): HeldMessage => ({
  receiptHandle,
  receiveCount: Number(attributes.ApproximateReceiveCount),
});

/**
 * A handler that applies the events of one lane; one that waits for what it names comes again within seconds.
 * @param then what follows at once from an event that was applied
 */
export const consumeEvents = (
  { ports, postpone, logger }: Lane,
  then: (applied: Applied) => Promise<void> = async () => {},
) =>
  consumeRecords(async (record) => {
    try {
      await then(await receiveEvent(record, ports, logger));
    } catch (error) {
      if (error instanceof EventWaitsError) await postpone(heldMessage(record));
      throw error;
    }
  }, logger);
