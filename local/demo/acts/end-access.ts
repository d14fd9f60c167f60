import { emit } from '../../observer/emitter.ts';
import { readCalls } from '../../observer/logged-calls.ts';
import { type Seen, workOf } from '../deeds.ts';
import type { Bystander, DeniedCall, Ended } from '../ended.ts';
import type { Ending } from '../endings.ts';
import { iamUseBetween } from '../iam-use.ts';
import { sessionName } from '../session-name.ts';
import type { Stage } from '../stage.ts';
import { followStop, listShortened } from './follow-stop.ts';
import { workUntilDenied } from './work-until-denied.ts';

export interface EndAccess {
  readonly ending: Ending;
  /** Agents that have to go on. */
  readonly others: readonly string[];
  readonly say: (what: string) => void;
}

/** One event ends an agent's access while it is at work. */
export const endAccess = async (stage: Stage, { ending, others, say }: EndAccess): Promise<Ended> => {
  const { agentId, event } = ending;
  const work = workOf(stage.deeds, agentId);
  const before = await workNow(stage, agentId);
  const putAt = Date.now();
  await emit(stage.env, event);
  say(`${agentId} works on`);
  const [chased, stopped] = await Promise.all([workUntilDenied(stage, work), followStop(stage, ending, say)]);
  const nextLease = await stage.askCredentials(agentId);
  await listShortened(stage, stopped);
  return {
    ...ending,
    deed: work.deed,
    before,
    times: {
      refused: stopped.refusedAt - putAt,
      written: stopped.writtenAt - putAt,
      probed: stopped.probedAt - putAt,
      session: chased.deniedAt - putAt,
    },
    gap: chased.deniedAt - chased.lastAllowedAt,
    denied: await deniedCall(stage, agentId, putAt),
    iam: iamUseBetween(readCalls(stage.env.callLog), putAt, stopped.writtenAt),
    suspendedFor: stopped.reasons,
    nextLease,
    later: await workNow(stage, agentId),
    others: await lookAtOthers(stage, others, say),
  };
};

const workNow = (stage: Stage, agentId: string): Promise<Seen> => stage.make(workOf(stage.deeds, agentId));

/** The first denied call of the agent's own session: that of the probe is another session. */
const deniedCall = async (stage: Stage, agentId: string, putAt: number): Promise<DeniedCall> => {
  const { principal, statement = 'none' } = await stage.loggedCall(
    `denied call of ${agentId} in the call log`,
    (call) =>
      call.principal.includes(`/mandate-${agentId}/`) &&
      call.operation !== 'GetParameter' &&
      call.decision === 'deny' &&
      Date.parse(call.time) >= putAt,
  );
  return { principal: sessionName(principal), statement: statement.split('/').at(-1) ?? statement };
};

const lookAtOthers = async (
  stage: Stage,
  others: readonly string[],
  say: (what: string) => void,
): Promise<readonly Bystander[]> => {
  const seen: Bystander[] = [];
  for (const agentId of others) {
    say(`${agentId} works on`);
    seen.push({
      agentId,
      seen: await workNow(stage, agentId),
      nextLease: await stage.askCredentials(agentId),
    });
  }
  return seen;
};
