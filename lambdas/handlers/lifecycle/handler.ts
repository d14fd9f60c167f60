import { consumeRecords } from '../runtime/consume-records.ts';
import { EventWaitsError } from '../runtime/event-waits-error.ts';
import { receiveEvent } from '../runtime/receive-event.ts';
import { logger, ports, postpone } from './composition.ts';

/** The ordinary lane: registrations, people and processes. */
export const handler = consumeRecords(async (record) => {
  try {
    await receiveEvent(record, ports, logger);
  } catch (error) {
    const { receiptHandle, attributes } = record;
    const receiveCount = Number(attributes.ApproximateReceiveCount);
    if (error instanceof EventWaitsError) await postpone({ receiptHandle, receiveCount });
    throw error;
  }
}, logger);
