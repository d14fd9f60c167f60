import type { Company } from '../seed/company.ts';

/** What a person is called. */
export const nameOf = ({ owners }: Company, ownerId: string): string =>
  owners.find((owner) => owner.ownerId === ownerId)?.displayName ?? ownerId;
