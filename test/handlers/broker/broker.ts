import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type IssueLeasePorts, issueLease } from '../../../lambdas/core/use-cases/issue-lease.ts';
import { credentialsEndpoint } from '../../../lambdas/handlers/broker/credentials-endpoint.ts';
import { reportTo } from '../../../lambdas/handlers/broker/report.ts';
import { leaseWorld } from '../../core/use-cases/issue-lease-world.ts';
import { apiGatewayEvent } from './api-gateway-event.ts';
import { captureLog } from './capture-log.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const answerOf = ({ statusCode, headers, body }: APIGatewayProxyStructuredResultV2): Answer => ({
  status: statusCode ?? 0,
  headers: headers ?? {},
  body: JSON.parse(body ?? ''),
});

/** The broker as deployed, but for what lies behind its ports. */
export const broker = (changes: Partial<IssueLeasePorts> = {}) => {
  const world = leaseWorld(changes);
  const chunks = captureLog();
  const report = reportTo(
    new Logger({ serviceName: 'mandate-broker', logLevel: 'DEBUG' }),
    new Metrics({ namespace: 'Mandate', serviceName: 'mandate-broker' }),
  );
  const endpoint = credentialsEndpoint({ issue: (asked) => issueLease(world.ports, asked), report });
  const get = async (headers: APIGatewayProxyEventV2['headers'], query = '') =>
    answerOf(await endpoint(apiGatewayEvent(headers, query)));
  const log = () => chunks.join('');
  const lines = (): readonly Record<string, unknown>[] =>
    log()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return { ...world, get, log, lines };
};
