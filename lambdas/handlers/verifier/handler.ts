import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSRecord } from 'aws-lambda';
import { parseWorkOrder } from '../../contracts/work-order.ts';
import type { WorkOrder } from '../../core/events/work-order.ts';
import { millisecondsOf } from '../../core/kernel/instant.ts';
import type { ProbedEntry } from '../../core/stops/stop.ts';
import { activateAgent } from '../../core/use-cases/activate-agent.ts';
import { spreadStop } from '../../core/use-cases/spread-stop.ts';
import { StopUnverifiedError, verifyStop } from '../../core/use-cases/verify-stop.ts';
import { consumeRecords } from '../runtime/consume-records.ts';
import { logger, metrics, ports } from './composition.ts';

type VerifyOrder = Extract<WorkOrder, { kind: 'verify-stop' }>;

const tellTimes = ({ stopId, environment, status, raisedAt, deniedAt, verifiedAt }: ProbedEntry): void => {
  const toDenied = millisecondsOf(deniedAt) - millisecondsOf(raisedAt);
  const toVerified = millisecondsOf(verifiedAt) - millisecondsOf(raisedAt);
  logger.info('stop probed', { stopId, environment, status, toDenied, toVerified });
  metrics.addMetric('RaisedToDenied', MetricUnit.Milliseconds, toDenied);
  metrics.addMetric('RaisedToVerified', MetricUnit.Milliseconds, toVerified);
};

const verify = async (order: VerifyOrder): Promise<void> => {
  try {
    const judged = await verifyStop(order, ports);
    if (judged !== undefined) tellTimes(judged);
  } catch (error) {
    if (error instanceof StopUnverifiedError) metrics.addMetric('StopUnverified', MetricUnit.Count, 1);
    throw error;
  } finally {
    metrics.publishStoredMetrics();
  }
};

const carryOut = async (order: WorkOrder): Promise<void> => {
  switch (order.kind) {
    case 'spread-stop':
      return spreadStop(order.stopId, ports);
    case 'verify-stop':
      return verify(order);
    case 'activate-agent':
      await activateAgent(order.agentId, ports);
      return logger.info('agent tried', { agentId: order.agentId });
    default:
      throw new Error(`the verifier does not carry out ${order.kind}`);
  }
};

/** Opens real sessions: to see that a new role works, and that a stop denies. */
export const handler = consumeRecords(({ body }: SQSRecord) => carryOut(parseWorkOrder(body)), logger);
