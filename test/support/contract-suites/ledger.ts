import { auditContract } from './ledger-audit.ts';
import { commitContract } from './ledger-commits.ts';
import { guardContract } from './ledger-guards.ts';
import { inboxContract } from './ledger-inbox.ts';
import type { OpenStore } from './store-under-test.ts';

/** What every ledger promises. */
export const ledgerContract = (open: OpenStore): void => {
  commitContract(open);
  inboxContract(open);
  guardContract(open);
  auditContract(open);
};
