import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { stsAccessProbe } from '../../adapters/sts/access-probe.ts';
import { stsSessionIssuer } from '../../adapters/sts/session-issuer.ts';
import { catalogOf } from '../../contracts/catalog.ts';
import { readDeployment } from '../runtime/deployment.ts';
import { connectState } from '../runtime/state.ts';

const deployment = readDeployment();

export const logger = new Logger();
export const metrics = new Metrics();
export const ports = {
  ...connectState(),
  catalog: catalogOf(deployment),
  environments: deployment.environments.map(({ name }) => name),
  probe: stsAccessProbe({ issuer: stsSessionIssuer() }),
};
