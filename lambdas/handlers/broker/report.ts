import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { secondsBetween } from '../../core/kernel/instant.ts';
import type { Lease } from '../../core/leases/lease.ts';
import { describeError } from './describe-error.ts';
import type { Outcome, RefusedRequest } from './outcome.ts';

/** Tells the operators how a request ended. */
export type Report = (outcome: Outcome, request: ReportedRequest) => void;

export interface ReportedRequest {
  readonly requestId: string;
  /** From the request's arrival to its answer, in milliseconds. */
  readonly durationMs: number;
}

/** One log line and one metric for each request. Every field is picked by name: credentials and tokens are near. */
export const reportTo =
  (logger: Logger, metrics: Metrics): Report =>
  (outcome, request) => {
    switch (outcome.kind) {
      case 'issued':
        logger.info('lease issued', { ...request, outcome: 'issued', ...leaseFields(outcome.issued.lease) });
        metrics.addMetric('LeaseIssued', MetricUnit.Count, 1);
        break;
      case 'refused':
        logger.warn('lease refused', { ...request, outcome: 'refused', ...refusalFields(outcome.refusal) });
        metrics.addMetric('LeaseRefused', MetricUnit.Count, 1);
        break;
      case 'failed':
        logger.error('lease failed', {
          ...request,
          outcome: 'failed',
          failure: describeError(outcome.error),
        });
        metrics.addMetric('LeaseFailed', MetricUnit.Count, 1);
    }
    metrics.publishStoredMetrics();
  };

const leaseFields = ({ agentId, leaseId, environment, permissions, issuedAt, expiresAt }: Lease) => ({
  agentId,
  leaseId,
  environment,
  leaseSeconds: secondsBetween(issuedAt, expiresAt),
  ...(permissions && { permissions }),
});

const refusalFields = ({ code, reasons, agent }: RefusedRequest) => ({
  code,
  // what a malformed request says is the caller's own text, which may be a misplaced token
  reasons: code === 'malformed-request' ? reasons.map((reason) => ({ code: reason.code })) : reasons,
  ...(agent && { agentId: agent.agentId, environment: agent.environment }),
});
