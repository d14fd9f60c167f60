import { Logger } from '@aws-lambda-powertools/logger';
import { catalogOf } from '../../contracts/catalog.ts';
import { readDeployment } from '../runtime/deployment.ts';
import { postponeOnOwnQueue } from '../runtime/own-queue.ts';
import { connectState } from '../runtime/state.ts';

export const logger = new Logger();
export const ports = { ...connectState(), catalog: catalogOf(readDeployment()) };
export const postpone = postponeOnOwnQueue();
