import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { parseWorkOrder } from '../../contracts/work-order.ts';
import type { EnvironmentName } from '../../core/kernel/identifiers.ts';
import { compileStopListOf } from '../../core/use-cases/compile-stop-list.ts';
import { logger, metrics, ports } from './composition.ts';

const environmentOf = ({ body }: SQSRecord): EnvironmentName | undefined => {
  const order = parseWorkOrder(body);
  return order.kind === 'compile-stop-list' ? order.environment : undefined;
};

const compile = async (environment: EnvironmentName): Promise<void> => {
  const { written, entries, overflow } = await compileStopListOf(environment, ports);
  logger.info('stop list compiled', { environment, written, entries, overflow });
  metrics.addMetric('StopListEntries', MetricUnit.Count, entries);
  if (overflow > 0) metrics.addMetric('StopListOverflow', MetricUnit.Count, overflow);
  metrics.publishStoredMetrics();
};

/** Takes all that is waiting at once: each environment's list is written once, whatever the number of orders. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  logger.addContext(context);
  const failed = new Set<EnvironmentName | undefined>();
  for (const environment of new Set(event.Records.map(environmentOf))) {
    if (environment === undefined) continue;
    try {
      await compile(environment);
    } catch (error) {
      logger.error('the stop list could not be compiled and comes again', {
        environment,
        error: error instanceof Error ? error : new Error(String(error)),
      });
      failed.add(environment);
    }
  }
  const again = event.Records.filter((record) => failed.has(environmentOf(record)));
  return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
