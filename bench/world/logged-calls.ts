import type { LoggedCall } from '../../local/gate/call-log.ts';
import { readCalls } from '../../local/observer/logged-calls.ts';
import type { World } from './world.ts';

/** Milliseconds since the epoch, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What the gate has logged, to be looked through more than once. */
export const callsIn = ({ instance }: World): readonly LoggedCall[] => readCalls(instance.callLog);

/** Calls that came to the gate within a span. */
export const callsBetween = (calls: readonly LoggedCall[], { from, to }: Span): readonly LoggedCall[] =>
  calls.filter(({ time }) => {
    const at = Date.parse(time);
    return from <= at && at <= to;
  });
