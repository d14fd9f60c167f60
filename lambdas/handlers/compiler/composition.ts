import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { STSClient } from '@aws-sdk/client-sts';
import { iamStopListWriter } from '../../adapters/iam/stop-list-writer.ts';
import { readDeployment } from '../runtime/deployment.ts';
import { connectState } from '../runtime/state.ts';

const state = connectState();

export const logger = new Logger();
export const metrics = new Metrics();
export const ports = {
  ...state,
  stopLists: iamStopListWriter({
    deployment: readDeployment(),
    sts: new STSClient({}),
    sessionName: 'mandate-compiler',
    clock: state.clock,
  }),
};
