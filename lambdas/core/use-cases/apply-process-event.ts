import { causeOf, type ProcessDefined, type ProcessRetired } from '../events/inbound-event.ts';
import { ok } from '../kernel/result.ts';
import { defineProcess, retireProcess } from '../processes/apply-process-fact.ts';
import type { Process } from '../processes/process.ts';
import type { StopOrder } from '../stops/raise-stop.ts';
import type { Decide, Deciding, Decision } from './decision.ts';
import { raisedToSpread } from './raised-to-spread.ts';

/** A version of a process: agents whose profile it no longer allows are stopped, the others go on. */
export const defineProcessOnEvent: Decide<ProcessDefined> = async (event, deciding) => {
  const current = await deciding.registry.process(event.processId);
  const defined = defineProcess(current, event, deciding.stopId);
  if (!defined.ok) return defined;
  const change = { event, action: 'define', current, next: defined.value?.next };
  const decision = processDecision(change, deciding);
  const withdrawn = defined.value?.withdrawn ?? [];
  if (withdrawn.length === 0) return ok(decision);
  const target = { kind: 'process', processId: event.processId, profiles: withdrawn } as const;
  return ok(withStop(decision, { target, reason: 'process-changed', event }, deciding));
};

/** The end of a process: all its agents are stopped. */
export const retireProcessOnEvent: Decide<ProcessRetired> = async (event, deciding) => {
  const current = await deciding.registry.process(event.processId);
  const next = retireProcess(current, event, deciding.stopId);
  const decision = processDecision({ event, action: 'retire', current, next }, deciding);
  if (next === undefined) return ok(decision);
  const target = { kind: 'process', processId: event.processId } as const;
  return ok(withStop(decision, { target, reason: 'process-retired', event }, deciding));
};

interface ProcessStopCause {
  readonly target: StopOrder['target'];
  readonly reason: 'process-changed' | 'process-retired';
  readonly event: ProcessDefined | ProcessRetired;
}

const withStop = (
  decision: Decision,
  { target, reason, event }: ProcessStopCause,
  { stopId, now }: Deciding,
): Decision => {
  const consequence = { then: 'suspend', reason } as const;
  const { occurredAt } = event;
  const order = { stopId, target, consequence, occurredAt, causedBy: causeOf(event) };
  const { write, work } = raisedToSpread(order, now);
  return {
    ...decision,
    writes: [...decision.writes, write],
    work,
    raised: stopId,
  };
};

interface ProcessChange {
  readonly event: ProcessDefined | ProcessRetired;
  readonly action: string;
  readonly current: Process | undefined;
  /** Undefined: the fact changes nothing. */
  readonly next: Process | undefined;
}

const summaryOf = (process: Process) =>
  process.status === 'active'
    ? { status: process.status, version: process.version, profiles: process.profiles }
    : { status: process.status };

const processDecision = ({ event, action, current, next }: ProcessChange, { now }: Deciding): Decision => ({
  writes: next === undefined ? [] : [{ entity: 'process', next }],
  audit: [
    {
      subject: `process:${event.processId}`,
      at: now,
      action,
      outcome: 'accepted',
      causedBy: causeOf(event),
      ...(current !== undefined && { before: summaryOf(current) }),
      after: next === undefined ? { changed: false } : summaryOf(next),
    },
  ],
  events: [],
  work: [],
});
