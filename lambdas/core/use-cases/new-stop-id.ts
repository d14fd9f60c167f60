import { parseStopId, type StopId } from '../kernel/identifiers.ts';
import type { IdentifierSource } from '../ports/identifier-source.ts';

/** An id that no stop has yet. */
export const newStopId = (identifiers: IdentifierSource): StopId => {
  const id = parseStopId(identifiers.next());
  if (id === undefined) throw new Error('the identifier source gave no ULID');
  return id;
};
