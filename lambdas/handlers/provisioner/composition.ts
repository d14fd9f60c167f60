import { Logger } from '@aws-lambda-powertools/logger';
import { STSClient } from '@aws-sdk/client-sts';
import { iamRoleManager } from '../../adapters/iam/role-manager.ts';
import { catalogOf, trustedCallersOf } from '../../contracts/catalog.ts';
import { readDeployment } from '../runtime/deployment.ts';
import { connectState } from '../runtime/state.ts';

const deployment = readDeployment();
const state = connectState();

export const logger = new Logger();
export const ports = {
  ...state,
  catalog: catalogOf(deployment),
  callers: trustedCallersOf(deployment),
  roles: iamRoleManager({
    deployment,
    sts: new STSClient({}),
    sessionName: 'mandate-provisioner',
    clock: state.clock,
    onDrift: (drift) => logger.warn('role differs and was not mended', { drift }),
  }),
};
