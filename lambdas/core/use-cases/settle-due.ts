import { agentIds } from '../agents/agent-ids.ts';
import { suspend } from '../agents/transitions.ts';
import type { AgentId, OwnerId, StopId } from '../kernel/identifiers.ts';
import { leaveWhenDue } from '../owners/apply-owner-fact.ts';
import type { Due, DueList } from '../ports/due-list.ts';
import type { IdentifierSource } from '../ports/identifier-source.ts';
import type { Registry } from '../ports/registry.ts';
import { type CommitPorts, commitDecision, type Decided } from './commit-decision.ts';
import { endedAccess } from './ended-access.ts';
import { newStopId } from './new-id.ts';
import { raisedToSpread } from './raised-to-spread.ts';

export interface SettleDuePorts extends CommitPorts {
  readonly registry: Registry;
  readonly due: DueList;
  readonly identifiers: IdentifierSource;
}

/**
 * Lets announced leavings and expiries take effect whose time has come, as if an event said so now; again, late or
 * twice at once is harmless. Nothing depends on its being on time: leases end by then by themselves, and none begins.
 * @returns how many were settled; as many again may be waiting when it is 100
 * @throws what kept one of them from taking effect, after the others did; it stays on the list
 */
export const settleDue = async (ports: SettleDuePorts): Promise<number> => {
  const notes = await ports.due.before(ports.clock.now());
  const failures: unknown[] = [];
  for (const note of notes) {
    try {
      await takeEffect(note, ports);
      await ports.due.settle(note);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return notes.length;
};

const takeEffect = async (due: Due, ports: SettleDuePorts): Promise<void> => {
  const stopId = newStopId(ports.identifiers);
  await commitDecision(ports, () =>
    due.kind === 'owner-leaves' ? leave(due.ownerId, stopId, ports) : expire(due.agentId, stopId, ports),
  );
};

const NOTHING = { result: undefined };

const leave = async (
  ownerId: OwnerId,
  stopId: StopId,
  { registry, clock }: SettleDuePorts,
): Promise<Decided<void>> => {
  const now = clock.now();
  const owner = await registry.owner(ownerId);
  const next = owner && leaveWhenDue(owner, { now, stopId });
  if (owner?.leavesAt === undefined || next === undefined) return NOTHING;
  const causedBy = `due:owner-leaves/${ownerId}`;
  const consequence = { then: 'suspend', reason: 'owner-left' } as const;
  const target = { kind: 'owner', ownerId } as const;
  const order = { stopId, target, consequence, occurredAt: owner.leavesAt, causedBy };
  const { write, work } = raisedToSpread(order, now);
  const change = {
    writes: [{ entity: 'owner', next } as const, write],
    audit: [
      {
        subject: `owner:${ownerId}`,
        at: now,
        action: 'leave',
        outcome: 'accepted',
        causedBy,
        before: { status: owner.status, leavesAt: owner.leavesAt },
        after: { status: next.status, stopIds: next.stopIds },
      } as const,
    ],
    events: [],
    work,
  };
  return { change, result: undefined };
};

const expire = async (
  agentId: AgentId,
  stopId: StopId,
  { registry, clock }: SettleDuePorts,
): Promise<Decided<void>> => {
  const now = clock.now();
  const agent = await registry.agent(agentId);
  if (agent?.expiresAt === undefined || agent.expiresAt > now) return NOTHING;
  const next = suspend(agent, ['expired'], now);
  if (next === undefined) return NOTHING;
  const causedBy = `due:agent-expires/${agentId}`;
  const detail = { ...agentIds(agent), reasons: next.reasons };
  const event = { type: 'Agent Suspended', occurredAt: now, causedBy, detail } as const;
  const order = {
    stopId,
    target: { kind: 'agent', agentId },
    consequence: { then: 'suspend', reason: 'expired' },
    occurredAt: agent.expiresAt,
    causedBy,
    environments: [agent.environment],
  } as const;
  // an agent that waits for its owner has neither role nor session
  const decision = endedAccess({ agent, next, event }, agent.status === 'pending' ? undefined : order);
  return { change: decision, result: undefined };
};
