import type { SQSRecord } from 'aws-lambda';
import { parseWorkOrder } from '../../contracts/work-order.ts';
import type { WorkOrder } from '../../core/events/work-order.ts';
import { clearStop } from '../../core/use-cases/clear-stop.ts';
import { provisionAgent } from '../../core/use-cases/provision-agent.ts';
import { consumeRecords } from '../runtime/consume-records.ts';
import { logger, ports } from './composition.ts';

const carryOut = async (order: WorkOrder): Promise<void> => {
  switch (order.kind) {
    case 'provision-agent':
      await provisionAgent(order.agentId, ports);
      return logger.info('agent provisioned', { agentId: order.agentId });
    case 'clear-stop': {
      const agents = await clearStop(order, ports);
      const { stopId, environment } = order;
      return logger.info('page of a stop cleared', { stopId, environment, agents });
    }
    default:
      throw new Error(`the provisioner does not carry out ${order.kind}`);
  }
};

/** The only one that writes agent roles: makes, locks and removes them. */
export const handler = consumeRecords(({ body }: SQSRecord) => carryOut(parseWorkOrder(body)), logger);
