import { describe } from 'vitest';
import { dueListContract } from '../../support/contract-suites/due-list.ts';
import { leaseFactsContract } from '../../support/contract-suites/lease-facts.ts';
import { ledgerContract } from '../../support/contract-suites/ledger.ts';
import { registryContract } from '../../support/contract-suites/registry.ts';
import { stopRecordsContract } from '../../support/contract-suites/stop-records.ts';
import { openDynamoStore } from './dynamo-store.ts';

describe('the DynamoDB adapters', () => {
  ledgerContract(openDynamoStore);
  registryContract(openDynamoStore);
  stopRecordsContract(openDynamoStore);
  dueListContract(openDynamoStore);
  leaseFactsContract(openDynamoStore);
});
