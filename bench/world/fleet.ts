import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import { dynamoDbLedger } from '../../lambdas/adapters/dynamodb/ledger.ts';
import { iamRoleManager } from '../../lambdas/adapters/iam/role-manager.ts';
import { SystemClock } from '../../lambdas/adapters/system/system-clock.ts';
import { UlidIdentifiers } from '../../lambdas/adapters/system/ulid-identifiers.ts';
import { catalogOf, trustedCallersOf } from '../../lambdas/contracts/catalog.ts';
import type { ActiveAgent, ProvisioningAgent } from '../../lambdas/core/agents/agent.ts';
import { specifyRole } from '../../lambdas/core/agents/role-specification.ts';
import type { Change, Ledger, Write } from '../../lambdas/core/ports/ledger.ts';
import { each } from '../figures/in-flight.ts';
import { newAgent, newOwner, newProcess, type Post } from './entities.ts';
import { adminOf, functionOf, type World } from './world.ts';

/** Enough to keep the emulator busy. */
const LANES = 6;

/**
 * Brings agents into being without their events: each with its role, made by the role manager through the provisioner,
 * and its entry in the registry, written by the ledger. They are active, as if a probe had seen their roles work.
 */
export const seedFleet = async (
  world: World,
  posts: readonly Post[],
  say: (detail: string) => void = () => {},
): Promise<readonly ActiveAgent[]> => {
  const clock = new SystemClock();
  const client = new DynamoDBClient(adminOf(world, world.env.accounts.hub));
  const table = { client, tableName: world.env.tableName };
  const ledger = dynamoDbLedger({ table, clock, identifiers: new UlidIdentifiers(clock) });
  const makeRole = roleMaker(world);
  const now = clock.now();
  for (const ownerId of new Set(posts.map((post) => post.ownerId))) {
    await commit(ledger, { entity: 'owner', next: newOwner(ownerId, now) });
  }
  for (const processId of new Set(posts.map((post) => post.processId))) {
    await commit(ledger, { entity: 'process', next: newProcess(processId, now) });
  }
  const agents: ActiveAgent[] = [];
  await each(posts, LANES, async (post) => {
    const agent = await makeRole(newAgent(world, post, now));
    await commit(ledger, { entity: 'agent', next: agent });
    agents.push(agent);
    if (agents.length % 100 === 0) say(`${agents.length} of ${posts.length} agents`);
  });
  client.destroy();
  return agents.toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1));
};

const roleMaker = (world: World): ((agent: ProvisioningAgent) => Promise<ActiveAgent>) => {
  const { deployment, env } = world;
  const catalog = catalogOf(deployment);
  const callers = trustedCallersOf(deployment);
  const roles = iamRoleManager({
    deployment,
    sts: new STSClient(functionOf(world, 'provisioner')),
    sessionName: 'mandate-provisioner',
    clientConfig: { endpoint: env.endpointUrl },
    clock: new SystemClock(),
  });
  return async (agent) => {
    const environment = catalog.environments.get(agent.environment);
    const profile = catalog.profiles.get(agent.profile);
    if (environment === undefined || profile === undefined)
      throw new TypeError('the sample company has changed');
    const { arn } = await roles.ensureRole(specifyRole(agent, { environment, profile, callers }));
    return { ...agent, status: 'active', role: { arn, profileDigest: profile.digest } };
  };
};

const NOTHING: Change = { writes: [], audit: [], events: [], work: [] };

const commit = async (ledger: Ledger, write: Write): Promise<void> => {
  const outcome = await ledger.commit({ ...NOTHING, writes: [write] });
  if (outcome !== 'committed') throw new Error(`seeding met a ${outcome}: the table was not empty`);
};
