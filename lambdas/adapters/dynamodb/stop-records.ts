import type { StopRecords } from '../../core/ports/stop-records.ts';
import { clearedEntryKey, ENTRY_PREFIX, entriesPartition, entryInForceKey, stopKey } from './keys.ts';
import { dataOf } from './stored-item.ts';
import { readItem, readRange, type Table } from './table.ts';

/**
 * Cost: a stop is one round trip, an entry one, or two when it is cleared or missing, each a read unit per 4 KB;
 * `entriesInForce` is one round trip for each MB, a unit for each 4 KB of it.
 */
export const dynamoDbStopRecords = (table: Table): StopRecords => ({
  stop: (stopId) => readItem(table, stopKey(stopId), 'stop'),

  // one after the other: an entry that is cleared between the two reads is then found in its new place
  entry: async (stopId, environment) =>
    (await readItem(table, entryInForceKey(environment, stopId), 'stop-entry')) ??
    (await readItem(table, clearedEntryKey(environment, stopId), 'stop-entry')),

  entriesInForce: async (environment) => {
    const items = await readRange(table, { pk: entriesPartition(environment), prefix: ENTRY_PREFIX });
    return items.map((item) => dataOf(item, 'stop-entry'));
  },
});
