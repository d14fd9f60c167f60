import { spreadStop } from '../../core/use-cases/spread-stop.ts';
import { consumeEvents } from '../runtime/consume-events.ts';
import { logger, ports, postpone } from './composition.ts';

/** The fast lane: what stops access. */
export const handler = consumeEvents({ ports, postpone, logger }, async (applied) => {
  // the committed order would do it too, some hundred milliseconds later
  if (applied.outcome === 'applied' && applied.raised !== undefined) await spreadStop(applied.raised, ports);
});
