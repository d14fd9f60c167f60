import { type LeaseId, parseLeaseId, parseStopId, type StopId } from '../kernel/identifiers.ts';
import type { IdentifierSource } from '../ports/identifier-source.ts';

const newId =
  <Id>(parse: (text: string) => Id | undefined) =>
  (identifiers: IdentifierSource): Id => {
    const id = parse(identifiers.next());
    if (id === undefined) throw new Error('the identifier source gave no ULID');
    return id;
  };

/** An id that no stop has yet. */
export const newStopId: (identifiers: IdentifierSource) => StopId = newId(parseStopId);

/** An id that no lease has yet. */
export const newLeaseId: (identifiers: IdentifierSource) => LeaseId = newId(parseLeaseId);
