import type { Owner } from '../owners/owner.ts';
import type { Guard } from '../ports/ledger.ts';
import type { Process } from '../processes/process.ts';

/** A leaving, a retirement or any other change that is committed meanwhile turns the decision into a conflict. */
export const standingGuards = (owner: Owner | undefined, process: Process | undefined): readonly Guard[] => [
  ...(owner === undefined ? [] : [{ entity: 'owner', id: owner.ownerId, revision: owner.revision } as const]),
  ...(process === undefined
    ? []
    : [{ entity: 'process', id: process.processId, revision: process.revision } as const]),
];
