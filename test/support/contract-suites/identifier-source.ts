import { expect, it } from 'vitest';
import { parseLeaseId } from '../../../lambdas/core/kernel/identifiers.ts';
import type { IdentifierSource } from '../../../lambdas/core/ports/identifier-source.ts';

/** What every source of identifiers promises. */
export const identifierSourceContract = (open: () => IdentifierSource): void => {
  it('gives ULIDs, each greater than the one before', () => {
    const source = open();

    const ids = Array.from({ length: 2000 }, () => source.next());

    expect(ids.every((id) => parseLeaseId(id) !== undefined)).toBe(true);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });
};
