import { spreadStop } from '../../core/use-cases/spread-stop.ts';
import { consumeRecords } from '../runtime/consume-records.ts';
import { receiveEvent } from '../runtime/receive-event.ts';
import { logger, ports } from './composition.ts';

/** The fast lane: what stops access. */
export const handler = consumeRecords(async (record) => {
  const applied = await receiveEvent(record, ports, logger);
  // the committed order would do it too, some hundred milliseconds later
  if (applied.outcome === 'applied' && applied.raised !== undefined) await spreadStop(applied.raised, ports);
}, logger);
