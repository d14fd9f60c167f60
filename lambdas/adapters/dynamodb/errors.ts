import type { Key } from './keys.ts';

/** An item of the table is not what Mandate writes at its key. */
export class StoredItemError extends Error {
  override readonly name = 'StoredItemError';
  readonly code = 'stored-item';
  readonly resolution = 'compare the item with a backup of the table: something other than Mandate wrote it';
  readonly key: Key;

  constructor(key: Key, problem: string) {
    super(`the item ${key.pk}/${key.sk} cannot be read: ${problem}`);
    this.key = key;
  }
}

/** DynamoDB kept leaving parts of a batch read unread: it is throttled. The read can be repeated. */
export class UnprocessedKeysError extends Error {
  override readonly name = 'UnprocessedKeysError';
  readonly code = 'unprocessed-keys';

  constructor(left: number, attempts: number) {
    super(`${left} items of a batch were still unread after ${attempts} attempts`);
  }
}
