import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbLeaseFacts } from '../../adapters/dynamodb/lease-facts.ts';
import { dynamoDbLedger } from '../../adapters/dynamodb/ledger.ts';
import { oidcTokenVerifier } from '../../adapters/oidc/token-verifier.ts';
import { stsSessionIssuer } from '../../adapters/sts/session-issuer.ts';
import { SystemClock } from '../../adapters/system/system-clock.ts';
import { UlidIdentifiers } from '../../adapters/system/ulid-identifiers.ts';
import { catalogOf } from '../../contracts/catalog.ts';
import { issueLease } from '../../core/use-cases/issue-lease.ts';
import { readDeployment } from '../runtime/deployment.ts';
import { variable } from '../runtime/variable.ts';
import { credentialsEndpoint } from './credentials-endpoint.ts';
import { describeError } from './describe-error.ts';
import { reportTo } from './report.ts';

const deployment = readDeployment();
export const logger = new Logger();
const clock = new SystemClock();
const identifiers = new UlidIdentifiers(clock);

// milliseconds; three attempts end before the function does
const patience = {
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_500, throwOnRequestTimeout: true },
};
const table = { client: new DynamoDBClient(patience), tableName: variable('TABLE_NAME') };

const tokens = oidcTokenVerifier({
  issuers: deployment.workloadIssuers,
  clock,
  onIssuerFailure: (issuer, error) =>
    logger.error('the keys of an issuer cannot be had', { issuer, failure: describeError(error) }),
});

const ports = {
  tokens,
  facts: dynamoDbLeaseFacts(table),
  sessions: stsSessionIssuer(patience),
  ledger: dynamoDbLedger({ table, clock, identifiers }),
  clock,
  identifiers,
  catalog: catalogOf(deployment),
};

export const answer = credentialsEndpoint({
  issue: (asked) => issueLease(ports, asked),
  report: reportTo(logger, new Metrics()),
});
