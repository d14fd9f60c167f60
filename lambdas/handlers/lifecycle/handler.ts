import { consumeRecords } from '../runtime/consume-records.ts';
import { receiveEvent } from '../runtime/receive-event.ts';
import { logger, ports } from './composition.ts';

/** The ordinary lane: registrations, people and processes. */
export const handler = consumeRecords(async (record) => {
  await receiveEvent(record, ports, logger);
}, logger);
