import type { Context } from 'aws-lambda';
import { settleDue } from '../../core/use-cases/settle-due.ts';
import { logger, ports } from './composition.ts';

/** On a schedule: what takes effect at a time, though no event comes then. */
export const handler = async (_: unknown, context: Context): Promise<void> => {
  logger.addContext(context);
  logger.info('swept', { settled: await settleDue(ports) });
};
