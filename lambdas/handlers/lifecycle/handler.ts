import { consumeEvents } from '../runtime/consume-events.ts';
import { logger, ports, postpone } from './composition.ts';

/** The ordinary lane: registrations, people and processes. */
export const handler = consumeEvents({ ports, postpone, logger });
