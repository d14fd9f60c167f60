import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { openFloor } from '../../bench/apart/floor.ts';
import { FloorAgent } from '../../bench/apart/floor-agent.ts';
import {
  agentKey,
  auditHeadKey,
  bindingKey,
  ownerKey,
  processKey,
} from '../../lambdas/adapters/dynamodb/keys.ts';
import { dynamoDbLeaseFacts } from '../../lambdas/adapters/dynamodb/lease-facts.ts';
import { dynamoDbLedger } from '../../lambdas/adapters/dynamodb/ledger.ts';
import { toItem } from '../../lambdas/adapters/dynamodb/stored-item.ts';
import { stsSessionIssuer } from '../../lambdas/adapters/sts/session-issuer.ts';
import { SystemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { UlidIdentifiers } from '../../lambdas/adapters/system/ulid-identifiers.ts';
import { catalogOf } from '../../lambdas/contracts/catalog.ts';
import type { ActiveAgent } from '../../lambdas/core/agents/agent.ts';
import { bindingOf } from '../../lambdas/core/agents/workload.ts';
import { issueLease } from '../../lambdas/core/use-cases/issue-lease.ts';
import { deploymentOf } from '../../lib/stacks/deployment-file.ts';
import { anAgent, anOwner, aProcess, environmentName } from '../support/contract-suites/entities.ts';
import { StaticVerifier } from '../support/fakes/static-verifier.ts';
import {
  clientOf,
  type ScriptedService,
  type ServiceCall,
  scriptedService,
  sessionAnswer,
} from '../support/scripted-service.ts';
import { settingsOf } from '../support/settings.ts';

const TABLE = 'mandate';
const deployment = deploymentOf(settingsOf());
const digest = deployment.profiles.find(({ profile }) => profile === 'support-agent')?.digest ?? '';
const WORKLOAD = { issuer: 'https://issuer.example.com', subject: 'agent-one' };

const agent: ActiveAgent = {
  ...anAgent('agent-one', { environment: environmentName('test'), workload: WORKLOAD }),
  status: 'active',
  role: { arn: 'arn:aws:iam::222222222222:role/mandate/test/mandate-agent-one', profileDigest: digest },
};
const { agentId, ownerId, processId } = agent;

/** One agent in the table, three leases old. */
const ITEMS = [
  toItem({ ...bindingKey(bindingOf(WORKLOAD)), kind: 'binding' }, { agentId, ownerId, processId }),
  toItem({ ...agentKey(agentId), kind: 'agent' }, agent),
  toItem({ ...ownerKey(ownerId), kind: 'owner' }, anOwner('e1')),
  toItem({ ...processKey(processId), kind: 'process' }, aProcess('support')),
  toItem(
    { ...auditHeadKey(`agent:${agentId}`), kind: 'audit-head' },
    { subject: `agent:${agentId}`, sequence: 3, hash: 'a'.repeat(64) },
  ),
];
const [BINDING, ...FACTS] = ITEMS;

const answer = ({ operation }: ServiceCall) => {
  if (operation === 'AssumeRole') return sessionAnswer(1800);
  if (operation === 'GetItem') return { body: JSON.stringify({ Item: BINDING }) };
  return { body: JSON.stringify(operation === 'BatchGetItem' ? { Responses: { [TABLE]: FACTS } } : {}) };
};

const issueAsBroker = async (service: ScriptedService): Promise<void> => {
  const clock = new SystemClock();
  const identifiers = new UlidIdentifiers(clock);
  const table = { client: new DynamoDBClient(clientOf(service)), tableName: TABLE };
  const ports = {
    tokens: new StaticVerifier({ token: { ...WORKLOAD, audiences: ['mandate'] } }),
    facts: dynamoDbLeaseFacts(table),
    sessions: stsSessionIssuer(clientOf(service)),
    ledger: dynamoDbLedger({ table, clock, identifiers }),
    clock,
    identifiers,
    catalog: catalogOf(deployment),
  };
  const asked = { token: 'token', request: { permissions: [] }, requestId: randomUUID() };
  const issued = await issueLease(ports, asked);
  expect(issued.ok).toBe(true);
};

/** What differs from lease to lease, replaced by what it is. */
const alike = (text: string): string =>
  text
    .replaceAll(/request:[\w-]+/g, 'request:ID')
    .replaceAll(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}/g, 'ULID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/"N":"\d{10}"/g, '"N":"SECONDS"')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH');

const callsOf = (service: ScriptedService): readonly string[] =>
  service.calls
    // the binding is looked up once per process
    .filter(({ operation }) => operation !== 'GetItem')
    .map(({ operation, form, json }) =>
      alike(`${operation} ${json ? JSON.stringify(json) : decodeURIComponent(form.toString())}`),
    )
    .sort();

describe('an agent of the floor', () => {
  it('makes the calls that the broker makes, with the same content', async () => {
    const [broker, floor] = [await scriptedService(answer), await scriptedService(answer)];
    const clientConfig = clientOf(floor);
    const own = new FloorAgent({ deployment, tableName: TABLE, clientConfig }, agent);
    const calls = await own.next();
    // what it read to prepare them is none of the calls that are timed
    const prepared = floor.calls.length;

    await issueAsBroker(broker);
    await openFloor(clientConfig)(calls);

    const timed = { ...floor, calls: floor.calls.slice(prepared) };
    expect(callsOf(timed)).toEqual(callsOf(broker));
    expect(timed.calls).toHaveLength(3);
  });

  it('goes on with each lease where the one before it ended', async () => {
    const service = await scriptedService(answer);
    const own = new FloorAgent({ deployment, tableName: TABLE, clientConfig: clientOf(service) }, agent);

    const records = [(await own.next()).record, (await own.next()).record];

    const sequences = records.map((record) => /RECORD#\d+/.exec(JSON.stringify(record))?.[0]);
    expect(sequences).toEqual(['RECORD#000000000004', 'RECORD#000000000005']);
    const [first, second] = records.map((record) => JSON.stringify(record));
    const hash = /"hash":\{"S":"([0-9a-f]{64})"\}/.exec(first ?? '')?.[1] ?? 'none';
    expect(second).toContain(`":hash":{"S":"${hash}"}`);
  });
});
