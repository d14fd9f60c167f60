import type { Agent } from '../agents/agent.ts';
import type { Catalog } from '../environments/catalog.ts';
import type { OutgoingEvent } from '../events/outgoing-event.ts';
import type { EnvironmentName, StopId } from '../kernel/identifiers.ts';
import { probeSession } from '../leases/probe-session.ts';
import type { IdentifierSource } from '../ports/identifier-source.ts';
import type { Change } from '../ports/ledger.ts';
import type { Registry } from '../ports/registry.ts';
import type { StopRecords } from '../ports/stop-records.ts';
import { coveredAgents } from '../stops/covered-agents.ts';
import { judgeEntry } from '../stops/entry-transitions.ts';
import type { DeniedEntry, ProbedEntry, ProbeEvidence, StopEntry } from '../stops/stop.ts';
import { stopSubject } from '../stops/stop-subject.ts';
import { type CommitPorts, commitDecision } from './commit-decision.ts';
import { newLeaseId } from './new-id.ts';
import { type ProbePorts, probeUntil } from './probe-until.ts';

export interface VerifyStopPorts extends CommitPorts, ProbePorts {
  readonly registry: Registry;
  readonly stops: StopRecords;
  readonly identifiers: IdentifierSource;
  readonly catalog: Catalog;
}

/** A session that the stop covers could still act, or could not be tried. Said in the table and on the bus already. */
export class StopUnverifiedError extends Error {
  readonly code = 'stop-unverified';

  constructor({ stopId, environment }: StopEntry) {
    super(`stop ${stopId} in ${environment} could not be verified yet`);
    this.name = 'StopUnverifiedError';
  }
}

/** Roles probed for one stop: they share the policy that denies, so a few speak for all. */
const SAMPLE = 3;
/** Milliseconds. */
const PATIENCE = 40_000;

/**
 * Opens real sessions of covered roles and tries them until they are denied. Says verified only when each was seen
 * denied; a covered fleet without any role has no session to deny.
 * @returns the entry as judged; undefined where there is nothing to verify (any more)
 * @throws StopUnverifiedError once that is recorded: deliver again to try again
 */
export const verifyStop = async (
  { stopId, environment }: { readonly stopId: StopId; readonly environment: EnvironmentName },
  ports: VerifyStopPorts,
): Promise<ProbedEntry | undefined> => {
  const entry = await ports.stops.entry(stopId, environment);
  if (entry === undefined || !isOpen(entry)) return undefined;
  const sample = await sampleOf(entry, ports);
  const evidence = await Promise.all(sample.map((agent) => probeAgent(agent, entry, ports)));
  const judged = await commitDecision(ports, async () => judge(stopId, environment, { evidence, ports }));
  if (judged === 'duplicate' || judged === undefined) return undefined;
  if (judged.status === 'unverified') throw new StopUnverifiedError(judged);
  return judged;
};

const isOpen = (entry: StopEntry): entry is DeniedEntry | ProbedEntry =>
  entry.status === 'denied' || entry.status === 'unverified';

const sampleOf = async (entry: StopEntry, { registry }: VerifyStopPorts): Promise<readonly Agent[]> => {
  const sample: Agent[] = [];
  let cursor: string | undefined;
  do {
    const page = await coveredAgents({ ...entry, cursor }, registry);
    sample.push(...page.agents.filter(({ role }) => role !== undefined));
    cursor = page.cursor;
  } while (cursor !== undefined && sample.length < SAMPLE);
  return sample.slice(0, SAMPLE);
};

const probeAgent = async (
  agent: Agent,
  { target }: StopEntry,
  ports: VerifyStopPorts,
): Promise<ProbeEvidence> => {
  const { catalog, registry, clock, identifiers } = ports;
  const environment = catalog.environments.get(agent.environment);
  const { agentId, role } = agent;
  if (environment === undefined || role === undefined) {
    const detail = 'its environment is not part of the deployment any more';
    return { agentId, outcome: 'unavailable', at: clock.now(), attempts: 0, detail };
  }
  const leaseId = target.kind === 'lease' ? target.leaseId : newLeaseId(identifiers);
  const process = await registry.process(agent.processId);
  const request = probeSession(agent, leaseId, { environment, process, roleArn: role.arn });
  const plan = { request, environment: agent.environment, wanted: 'denied', patience: PATIENCE } as const;
  const { result, attempts } = await probeUntil(plan, ports);
  const { outcome, detail } = result;
  return { agentId, outcome, at: clock.now(), attempts, ...(detail !== undefined && { detail }) };
};

const judge = async (
  stopId: StopId,
  environment: EnvironmentName,
  { evidence, ports }: { readonly evidence: readonly ProbeEvidence[]; readonly ports: VerifyStopPorts },
) => {
  const entry = await ports.stops.entry(stopId, environment);
  if (entry === undefined || !isOpen(entry)) return { result: undefined };
  const judged = judgeEntry(entry, evidence, ports.clock.now());
  return { change: told(judged), result: judged };
};

const told = (judged: ProbedEntry): Change => {
  const { stopId, environment, target, occurredAt, raisedAt, deniedAt, verifiedAt, evidence } = judged;
  const verified = judged.status === 'verified';
  const event: OutgoingEvent = {
    type: verified ? 'Stop Verified' : 'Stop Unverified',
    occurredAt: verifiedAt,
    causedBy: judged.causedBy,
    detail: { stopId, environment, target, factAt: occurredAt, raisedAt, deniedAt, verifiedAt, evidence },
  };
  return {
    writes: [{ entity: 'stop-entry', next: judged }],
    audit: [
      {
        subject: stopSubject(target),
        at: verifiedAt,
        action: 'verify',
        outcome: verified ? 'accepted' : 'refused',
        causedBy: judged.causedBy,
        after: { stopId, environment, status: judged.status, evidence },
      },
    ],
    events: [event],
    // a lease's entry stays until the lease has run out: its agent goes on
    work: target.kind === 'lease' ? [] : [{ kind: 'clear-stop', stopId, environment }],
  };
};
