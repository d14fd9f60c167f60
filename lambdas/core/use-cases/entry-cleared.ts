import type { Change } from '../ports/ledger.ts';
import { clearIn } from '../stops/raise-stop.ts';
import type { ClearedEntry, Stop } from '../stops/stop.ts';
import { stopSubject } from '../stops/stop-subject.ts';

/** What is committed once nothing of a stop is left to do in one environment. */
export const entryCleared = (stop: Stop, entry: ClearedEntry): Change => {
  const { stopId, environment, target, causedBy, clearedAt } = entry;
  return {
    writes: [
      { entity: 'stop-entry', next: entry },
      { entity: 'stop', next: clearIn(stop, environment) },
    ],
    audit: [
      {
        subject: stopSubject(target),
        at: clearedAt,
        action: 'clear',
        outcome: 'accepted',
        causedBy,
        after: { stopId, environment, status: 'cleared' },
      },
    ],
    events: [],
    work: [],
  };
};
