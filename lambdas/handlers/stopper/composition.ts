import { Logger } from '@aws-lambda-powertools/logger';
import { catalogOf } from '../../contracts/catalog.ts';
import { readDeployment } from '../runtime/deployment.ts';
import { postponeOnOwnQueue } from '../runtime/own-queue.ts';
import { connectState } from '../runtime/state.ts';

const deployment = readDeployment();

export const logger = new Logger();
export const postpone = postponeOnOwnQueue();
export const ports = {
  ...connectState(),
  catalog: catalogOf(deployment),
  environments: deployment.environments.map(({ name }) => name),
};
