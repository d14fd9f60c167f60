import type { Ending } from '../endings.ts';
import type { Stage } from '../stage.ts';

/** What Mandate told of a stop; times in epoch milliseconds. */
export interface Stopped {
  readonly refusedAt: number;
  readonly writtenAt: number;
  readonly probedAt: number;
  /** Why the agent is suspended. */
  readonly reasons: readonly string[];
}

/** Waits for what an event leads to: written, seen denied, suspended. @throws NotObservedError */
export const followStop = async (
  { observer }: Stage,
  { event, agentId }: Ending,
  say: (what: string) => void,
): Promise<Stopped> => {
  const causedBy = `event:${event.source}/${event.detail.eventId}`;
  await observer.waitFor('Access Stopped', { causedBy });
  say('written: live sessions are denied by IAM');
  const { detail } = await observer.waitFor('Stop Verified', { causedBy });
  say('verified: a real session was seen being denied');
  const suspended = await observer.waitFor('Agent Suspended', { causedBy, agentId });
  const reasons = suspended.detail['reasons'];
  const at = (name: string): number => Date.parse(String(detail[name]));
  return {
    refusedAt: at('raisedAt'),
    writtenAt: at('deniedAt'),
    probedAt: at('verifiedAt'),
    reasons: Array.isArray(reasons) ? reasons.map(String) : [],
  };
};

/** Waits until the stop list was written once more, without the stop: the agent's own role is locked by then. */
export const listShortened = async (stage: Stage, { writtenAt }: Stopped): Promise<void> => {
  await stage.loggedCall(
    'write of the shorter stop list in the call log',
    ({ operation, time }) => operation === 'CreatePolicyVersion' && Date.parse(time) > writtenAt,
  );
};
