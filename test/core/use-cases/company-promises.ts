import { sha256 } from '../../../lambdas/adapters/dynamodb/sha256.ts';
import type { Agent } from '../../../lambdas/core/agents/agent.ts';
import { agentIds } from '../../../lambdas/core/agents/agent-ids.ts';
import { groundsForSuspension } from '../../../lambdas/core/agents/transitions.ts';
import type { AuditSubject } from '../../../lambdas/core/audit/audit-record.ts';
import { verifyChain } from '../../../lambdas/core/audit/chain.ts';
import type { OutgoingEvent } from '../../../lambdas/core/events/outgoing-event.ts';
import { canonicalJson } from '../../../lambdas/core/kernel/canonical-json.ts';
import type { EnvironmentName, StopId } from '../../../lambdas/core/kernel/identifiers.ts';
import { type Instant, startOfSecond } from '../../../lambdas/core/kernel/instant.ts';
import type { Lease } from '../../../lambdas/core/leases/lease.ts';
import { compileStopList } from '../../../lambdas/core/stops/compile-stop-list.ts';
import type { Stop, StopEntry } from '../../../lambdas/core/stops/stop.ts';
import { agentId, ownerId, processId } from '../../support/contract-suites/entities.ts';
import { isCovered } from '../stops/stopped-sessions.ts';
import { AGENTS, OWNERS, PROCESSES } from './company-plan.ts';
import { PRODUCTION, TEST } from './governance-world.ts';
import type { Company, CompanyWorld, Watch } from './simulated-company.ts';

// Every check gives what it found broken, in words. Nothing: the promise holds.

const ENVIRONMENTS = [TEST, PRODUCTION];

const present = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value) => value !== undefined);

const agentsOf = async ({ store }: CompanyWorld): Promise<readonly Agent[]> =>
  present(await Promise.all(AGENTS.map((id) => store.agent(agentId(id)))));

const entriesOf = async ({ store }: CompanyWorld): Promise<readonly StopEntry[]> =>
  (await Promise.all(ENVIRONMENTS.map((environment) => store.entriesInForce(environment)))).flat();

const groundsOf = async (agent: Agent, now: Instant, { store }: CompanyWorld): Promise<readonly string[]> => {
  const [owner, process] = [await store.owner(agent.ownerId), await store.process(agent.processId)];
  const marks = [
    ...(owner?.stopIds ?? []),
    ...(process?.stops ?? [])
      .filter(({ profiles }) => profiles?.includes(agent.profile) !== false)
      .map(({ stopId }) => stopId),
  ];
  return [...groundsForSuspension(agent, owner, { process, now }), ...marks];
};

/** What is wrong with saying this, right after it was committed. */
const untruthOf = async (event: OutgoingEvent, world: CompanyWorld): Promise<readonly string[]> => {
  switch (event.type) {
    case 'Access Stopped':
    case 'Stop Verified': {
      const { target, environment, stopId } = event.detail;
      return world.store.leases
        .filter((lease) => lease.environment === environment && isCovered(target, lease))
        .filter((lease) => !world.probe.isDead(lease))
        .map(({ leaseId }) => `${event.type} of ${stopId}, but lease ${leaseId} lives`);
    }
    case 'Lease Issued':
    case 'Agent Reinstated':
    case 'Agent Activated': {
      const agent = await world.store.agent(event.detail.agentId);
      if (agent?.status !== 'active') return [`${event.type}, but the agent is ${agent?.status}`];
      const grounds = event.type === 'Lease Issued' ? await groundsOf(agent, event.occurredAt, world) : [];
      return grounds.map((ground) => `${event.type} to ${agent.agentId} in spite of ${ground}`);
    }
    default:
      return [];
  }
};

/** The leases that a stop which is raised right now has to end. */
const doomedBy = async (stop: Stop, { store }: CompanyWorld): Promise<readonly Lease[]> => {
  const doomed: Lease[] = [];
  for (const lease of store.leases) {
    const agent = await store.agent(lease.agentId);
    const covered = agent !== undefined && isCovered(stop.target, { ...lease, ...agentIds(agent) });
    if (covered && isCovered(stop.target, lease)) doomed.push(lease);
  }
  return doomed;
};

/** Looks after each commit at what it said, and that whoever was said to be stopped is. */
export const truthWatch = () => {
  const untruths: string[] = [];
  const doomed = new Map<StopId, readonly Lease[]>();
  const stopped = new Set<Lease>();
  let heard = 0;
  const look: Watch = async (world, { writes }) => {
    for (const { entity, next } of writes) {
      if (entity !== 'stop' || doomed.has(next.stopId) || (await world.store.stop(next.stopId)) === undefined)
        continue;
      doomed.set(next.stopId, await doomedBy(next, world));
    }
    const news = world.store.events.slice(heard);
    heard = world.store.events.length;
    for (const event of news) {
      untruths.push(...(await untruthOf(event, world)));
      if (event.type !== 'Access Stopped') continue;
      const { stopId, environment } = event.detail;
      for (const lease of doomed.get(stopId) ?? []) if (lease.environment === environment) stopped.add(lease);
    }
    for (const lease of stopped)
      if (!world.probe.isDead(lease))
        untruths.push(`lease ${lease.leaseId} was stopped and came to life again`);
  };
  return { untruths, look, doomed: (): readonly Lease[] => [...doomed.values()].flat() };
};

const brokenAgents = async (company: Company): Promise<readonly string[]> => {
  const broken: string[] = [];
  for (const agent of await agentsOf(company)) {
    const { agentId: id, status } = agent;
    const roles = company.roles.all().filter((role) => role.agentId === id);
    if (status === 'provisioning' || status === 'pending') broken.push(`${id} is still ${status}`);
    if (roles.length > 1) broken.push(`${id} has ${roles.length} roles`);
    if (status === 'retired' && roles.length + (agent.role === undefined ? 0 : 1) > 0)
      broken.push(`${id} is retired and has a role`);
    if (status === 'suspended' && roles.some(({ locked }) => !locked))
      broken.push(`${id} is suspended, and its role is not locked`);
    if (status !== 'active') continue;
    broken.push(
      ...(await groundsOf(agent, company.clock.now(), company)).map(
        (ground) => `${id} works in spite of ${ground}`,
      ),
    );
    if (roles.some(({ locked }) => locked) || roles[0]?.arn !== agent.role.arn)
      broken.push(`${id} is active, and its role is not as noted`);
  }
  return broken;
};

const isLeftHonestly = ({ parked }: Company, { stopId, environment, target, status }: StopEntry): boolean => {
  const gaveUp = parked.some(
    (order) => order.kind === 'verify-stop' && order.stopId === stopId && order.environment === environment,
  );
  return status === 'unverified' ? gaveUp : target.kind === 'lease' && status === 'verified';
};

const brokenStops = async (company: Company): Promise<readonly string[]> => {
  const entries = await entriesOf(company);
  const inForce = entries.map(({ stopId }) => stopId);
  const owners = present(await Promise.all(OWNERS.map((id) => company.store.owner(ownerId(id)))));
  const processes = present(await Promise.all(PROCESSES.map((id) => company.store.process(processId(id)))));
  const marks = [
    ...owners.flatMap(({ stopIds }) => stopIds),
    ...processes.flatMap(({ stops }) => stops.map(({ stopId }) => stopId)),
  ];
  const said = company.store.events.flatMap((event) =>
    event.type === 'Access Stopped' ? [`${event.detail.stopId} in ${event.detail.environment}`] : [],
  );
  return [
    ...entries
      .filter((entry) => !isLeftHonestly(company, entry))
      .map(({ stopId, environment, status }) => `stop ${stopId} is left ${status} in ${environment}`),
    ...marks.filter((stopId) => !inForce.includes(stopId)).map((stopId) => `the mark of ${stopId} is left`),
    ...said.filter((each, index) => said.indexOf(each) !== index).map((each) => `${each} is said twice`),
  ];
};

const brokenLists = async (company: Company): Promise<readonly string[]> => {
  const broken: string[] = [];
  for (const environment of ENVIRONMENTS) {
    const written = company.stopLists.documentOf(environment);
    const desired = compileStopList(await company.store.entriesInForce(environment)).document;
    if (written !== undefined && canonicalJson(written) !== canonicalJson(desired))
      broken.push(`the list of ${environment} has ${canonicalJson(written)}, not ${canonicalJson(desired)}`);
  }
  return broken;
};

const brokenLeases = async (company: Company): Promise<readonly string[]> => {
  const agents = await agentsOf(company);
  const entries = await entriesOf(company);
  const shouldBeDead = (lease: Lease): boolean => {
    const agent = agents.find(({ agentId: id }) => id === lease.agentId);
    const { sessionsFrom = lease.issuedAt } = agent?.role ?? {};
    const tooOld = startOfSecond(lease.issuedAt) < startOfSecond(sessionsFrom);
    return agent?.status !== 'active' || tooOld || entries.some(({ target }) => isCovered(target, lease));
  };
  return company.store.leases
    .filter(({ expiresAt }) => expiresAt > company.clock.now())
    .filter((lease) => company.probe.isDead(lease) !== shouldBeDead(lease))
    .map(
      (lease) => `lease ${lease.leaseId} of ${lease.agentId} is ${shouldBeDead(lease) ? 'alive' : 'dead'}`,
    );
};

const brokenChains = ({ store }: Company): readonly string[] => {
  const subjects: readonly AuditSubject[] = [
    ...AGENTS.map((id): AuditSubject => `agent:${id}`),
    ...OWNERS.map((id): AuditSubject => `owner:${id}`),
    ...PROCESSES.map((id): AuditSubject => `process:${id}`),
    ...store.rejected.map(({ rejectionId }): AuditSubject => `event:${rejectionId}`),
  ];
  return subjects.filter((subject) => !verifyChain(subject, store.auditOf(subject), sha256).intact);
};

/** What does not hold once nothing is left to do. */
export const brokenPromises = async (company: Company): Promise<readonly string[]> => [
  ...(await brokenAgents(company)),
  ...(await brokenStops(company)),
  ...(await brokenLists(company)),
  ...(await brokenLeases(company)),
  ...brokenChains(company),
];

/** Faults that are still to come may hit this, too. */
const compileAtLast = async (environment: EnvironmentName, { carryOut }: Company): Promise<void> => {
  for (;;) {
    try {
      return await carryOut({ kind: 'compile-stop-list', environment });
    } catch (error) {
      if (!(error instanceof Error) || !/throttling|fault/.test(error.message)) throw error;
    }
  }
};

/** What does not hold hours later, when every session has ended and each list was compiled once more. */
export const brokenLater = async (company: Company): Promise<readonly string[]> => {
  company.clock.advance(4 * 3600);
  for (const environment of ENVIRONMENTS) await compileAtLast(environment, company);
  const leases = (await entriesOf(company)).filter(({ target }) => target.kind === 'lease');
  return [
    ...(await brokenLists(company)),
    ...leases.map(({ stopId }) => `the stop ${stopId} of a lease outlived the lease`),
  ];
};
