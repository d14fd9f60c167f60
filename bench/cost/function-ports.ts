import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import { dynamoDbDueList } from '../../lambdas/adapters/dynamodb/due-list.ts';
import { dynamoDbLeaseFacts } from '../../lambdas/adapters/dynamodb/lease-facts.ts';
import { dynamoDbLedger } from '../../lambdas/adapters/dynamodb/ledger.ts';
import { dynamoDbRegistry } from '../../lambdas/adapters/dynamodb/registry.ts';
import { dynamoDbStopRecords } from '../../lambdas/adapters/dynamodb/stop-records.ts';
import { iamRoleManager } from '../../lambdas/adapters/iam/role-manager.ts';
import { iamStopListWriter } from '../../lambdas/adapters/iam/stop-list-writer.ts';
import { oidcTokenVerifier } from '../../lambdas/adapters/oidc/token-verifier.ts';
import { stsAccessProbe } from '../../lambdas/adapters/sts/access-probe.ts';
import { stsSessionIssuer } from '../../lambdas/adapters/sts/session-issuer.ts';
import { SystemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { UlidIdentifiers } from '../../lambdas/adapters/system/ulid-identifiers.ts';
import { catalogOf, trustedCallersOf } from '../../lambdas/contracts/catalog.ts';
import type { FunctionName } from '../../lib/stacks/function-permissions.ts';
import { functionOf, type World } from '../world/world.ts';
import type { Meter } from './meter.ts';

/** Ports of all functions as their compositions make them, each with its own role, and a meter before the table. */
export const functionPorts = (world: World, meter: Meter) => {
  const { deployment, env } = world;
  const clock = new SystemClock();
  const identifiers = new UlidIdentifiers(clock);
  const catalog = catalogOf(deployment);
  const clientConfig = { endpoint: env.endpointUrl };
  const stateOf = (name: FunctionName) => {
    const table = {
      client: meter.watch(new DynamoDBClient(functionOf(world, name))),
      tableName: env.tableName,
    };
    return {
      clock,
      identifiers,
      catalog,
      environments: deployment.environments.map((environment) => environment.name),
      ledger: dynamoDbLedger({ table, clock, identifiers }),
      registry: dynamoDbRegistry(table),
      stops: dynamoDbStopRecords(table),
      due: dynamoDbDueList(table),
      facts: dynamoDbLeaseFacts(table),
    };
  };
  const delegated = (name: FunctionName) => ({
    deployment,
    sts: new STSClient(functionOf(world, name)),
    sessionName: `mandate-${name}`,
    clientConfig,
    clock,
  });
  const verifying = { issuer: stsSessionIssuer(functionOf(world, 'verifier')), clientConfig };
  return {
    broker: {
      ...stateOf('broker'),
      tokens: oidcTokenVerifier({ issuers: deployment.workloadIssuers, clock }),
      sessions: stsSessionIssuer(functionOf(world, 'broker')),
    },
    lifecycle: stateOf('lifecycle'),
    stopper: stateOf('stopper'),
    sweeper: stateOf('sweeper'),
    compiler: { ...stateOf('compiler'), stopLists: iamStopListWriter(delegated('compiler')) },
    verifier: { ...stateOf('verifier'), probe: stsAccessProbe(verifying) },
    provisioner: {
      ...stateOf('provisioner'),
      callers: trustedCallersOf(deployment),
      roles: iamRoleManager(delegated('provisioner')),
    },
  };
};

export type FunctionPorts = ReturnType<typeof functionPorts>;
