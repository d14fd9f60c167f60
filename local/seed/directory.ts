import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { accounts, busName, tableName } from '../environment/accounts.ts';
import { type Admin, adminClient } from '../environment/admin.ts';
import { LocalError, throwIfInterrupted } from '../environment/local-error.ts';
import type { Company } from './company.ts';

/** What the company's HR and ITSM systems would say. Their ids make sending them again harmless. */
export const directoryEvents = (company: Company): PutEventsRequestEntry[] => {
  const entry = (source: string, type: string, id: string, detail: object): PutEventsRequestEntry => ({
    EventBusName: busName,
    Source: source,
    DetailType: type,
    Detail: JSON.stringify({ ...detail, eventId: `seed-${id}` }),
  });
  return [
    ...company.owners.map((owner) => entry('acme.hr', 'Owner Joined', owner.ownerId, owner)),
    ...company.processes.map((process) =>
      entry('acme.itsm', 'Process Registered', process.processId, process),
    ),
  ];
};

/** Sends the people and processes over the bus and waits until they are in force. */
export const seedDirectory = async (admin: Admin, company: Company, signal: AbortSignal): Promise<void> => {
  const bus = new EventBridgeClient(adminClient(admin, accounts.hub));
  const table = new DynamoDBClient(adminClient(admin, accounts.hub));
  try {
    await bus.send(new PutEventsCommand({ Entries: directoryEvents(company) }));
    await waitUntilApplied(table, company, signal);
  } finally {
    bus.destroy();
    table.destroy();
  }
};

// the one place that knows how the control plane stores what was seeded
const seededKeys = (company: Company) => [
  ...company.owners.map(({ ownerId }) => ({ pk: { S: `OWNER#${ownerId}` }, sk: { S: 'OWNER' } })),
  ...company.processes.map(({ processId }) => ({ pk: { S: `PROCESS#${processId}` }, sk: { S: 'PROCESS' } })),
];

const seedSeconds = 30;

const waitUntilApplied = async (
  table: DynamoDBClient,
  company: Company,
  signal: AbortSignal,
): Promise<void> => {
  const keys = seededKeys(company);
  const request = new BatchGetItemCommand({
    RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } },
  });
  const deadline = Date.now() + seedSeconds * 1000;
  for (;;) {
    throwIfInterrupted(signal);
    const found = (await table.send(request)).Responses?.[tableName]?.length ?? 0;
    if (found === keys.length) return;
    if (Date.now() > deadline) throw notApplied(found, keys.length);
    await sleep(50);
  }
};

const notApplied = (found: number, wanted: number): LocalError =>
  new LocalError(
    'seed-not-applied',
    `of ${wanted} seeded owners and processes ${found} were applied within ${seedSeconds} s`,
    'see what the function says: `npm run local -- logs mandate-lifecycle`',
  );
