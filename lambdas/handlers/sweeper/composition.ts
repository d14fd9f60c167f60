import { Logger } from '@aws-lambda-powertools/logger';
import { connectState } from '../runtime/state.ts';

export const logger = new Logger();
export const ports = connectState();
