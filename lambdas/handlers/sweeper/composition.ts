import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoDbDueList } from '../../adapters/dynamodb/due-list.ts';
import { connectState } from '../runtime/state.ts';

const state = connectState();

export const logger = new Logger();
export const ports = { ...state, due: dynamoDbDueList(state.table) };
