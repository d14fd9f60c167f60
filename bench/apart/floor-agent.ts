import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { agentKey, auditHeadKey, ownerKey, processKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import { dynamoDbLeaseFacts } from '../../lambdas/adapters/dynamodb/lease-facts.ts';
import { dynamoDbLedger } from '../../lambdas/adapters/dynamodb/ledger.ts';
import { dataOf, keyAttributes } from '../../lambdas/adapters/dynamodb/stored-item.ts';
import { SystemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { UlidIdentifiers } from '../../lambdas/adapters/system/ulid-identifiers.ts';
import { catalogOf } from '../../lambdas/contracts/catalog.ts';
import type { Deployment } from '../../lambdas/contracts/deployment.ts';
import { leaseIdSchema } from '../../lambdas/contracts/identifiers.ts';
import type { ActiveAgent } from '../../lambdas/core/agents/agent.ts';
import { bindingOf } from '../../lambdas/core/agents/workload.ts';
import type { AuditHead } from '../../lambdas/core/audit/audit-record.ts';
import { decideLease, type Grant } from '../../lambdas/core/leases/decide-lease.ts';
import { issuedChange } from '../../lambdas/core/leases/lease-change.ts';
import { sessionTags } from '../../lambdas/core/leases/session-tags.ts';
import type { LeaseFacts } from '../../lambdas/core/ports/lease-facts.ts';
import type { Ledger } from '../../lambdas/core/ports/ledger.ts';
import type { FloorCalls } from './floor.ts';

export interface Floors {
  readonly deployment: Deployment;
  readonly tableName: string;
  /** @default settings from the environment */
  readonly clientConfig?: DynamoDBClientConfig;
}

const clock = new SystemClock();
const identifiers = new UlidIdentifiers(clock);

/**
 * An agent whose leases are decided beforehand: what is left to do for each are the calls, with the very items that the
 * broker would write. Nobody else may write to the agent, for each lease follows the one before it in its audit chain.
 */
export class FloorAgent {
  readonly #floors: Floors;
  readonly #agent: ActiveAgent;
  readonly #ledger: Ledger;
  readonly #sent: FloorCalls['record'][] = [];
  #facts: LeaseFacts | undefined;

  constructor(floors: Floors, agent: ActiveAgent) {
    this.#floors = floors;
    this.#agent = agent;
    const table = { client: keepingClient(this.#sent), tableName: floors.tableName };
    this.#ledger = dynamoDbLedger({ table, clock, identifiers });
  }

  /** Those of the next lease; they have to be made before those of the one after it. */
  async next(): Promise<FloorCalls> {
    this.#facts ??= await this.#read();
    const grant = this.#decide(this.#facts);
    const record = await this.#record(grant);
    this.#facts = { ...this.#facts, auditHead: headIn(record) };
    return { read: this.#readInput(), session: sessionInput(grant), record };
  }

  async #read(): Promise<LeaseFacts> {
    const { clientConfig = {}, tableName } = this.#floors;
    const table = { client: new DynamoDBClient(clientConfig), tableName };
    const facts = await dynamoDbLeaseFacts(table).read(bindingOf(this.#agent.workload));
    table.client.destroy();
    if (facts === undefined) throw new Error(`agent ${this.#agent.agentId} is not in the table`);
    return facts;
  }

  #decide(facts: LeaseFacts): Grant {
    const { deployment } = this.#floors;
    const { workload } = this.#agent;
    if (!('issuer' in workload)) throw new TypeError('the agents of the bench have tokens');
    const audiences = deployment.workloadIssuers.map(({ audience }) => audience);
    const decided = decideLease({
      facts,
      workload: { ...workload, audiences },
      request: { permissions: [] },
      catalog: catalogOf(deployment),
      now: clock.now(),
      leaseId: leaseIdSchema.parse(identifiers.next()),
    });
    if (!decided.ok) throw new Error(`the lease was refused: ${JSON.stringify(decided.error.reasons)}`);
    return decided.value;
  }

  /** What the ledger would send. */
  async #record(grant: Grant): Promise<FloorCalls['record']> {
    const change = issuedChange(grant, grant.auditHead, `request:${identifiers.next()}`);
    await this.#ledger.commit(change);
    const input = this.#sent.pop();
    if (input === undefined) throw new Error('the ledger sent nothing');
    return input;
  }

  #readInput(): FloorCalls['read'] {
    const { agentId, ownerId, processId } = this.#agent;
    const keys = [
      agentKey(agentId),
      ownerKey(ownerId),
      processKey(processId),
      auditHeadKey(`agent:${agentId}`),
    ];
    return {
      RequestItems: { [this.#floors.tableName]: { Keys: keys.map(keyAttributes), ConsistentRead: true } },
    };
  }
}

const sessionInput = ({ lease, durationSeconds }: Grant): FloorCalls['session'] => ({
  RoleArn: lease.roleArn,
  RoleSessionName: lease.leaseId,
  DurationSeconds: durationSeconds,
  SourceIdentity: lease.agentId,
  Tags: Object.entries(sessionTags(lease)).map(([Key, Value]) => ({ Key, Value })),
});

/** A client that sends nothing, and keeps what it should have sent. */
const keepingClient = (sent: FloorCalls['record'][]): DynamoDBClient => {
  const client = new DynamoDBClient({});
  client.middlewareStack.add(
    () => async (call) => {
      sent.push(call.input as FloorCalls['record']);
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'initialize' },
  );
  return client;
};

const headIn = ({ TransactItems = [] }: FloorCalls['record']): AuditHead => {
  const head = TransactItems.find(({ Put }) => Put?.Item?.['kind']?.S === 'audit-head')?.Put?.Item;
  if (head === undefined) throw new Error('the ledger recorded no lease');
  return dataOf(head, 'audit-head');
};
