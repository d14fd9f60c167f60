import type {
  AttributeValue,
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  DynamoDBClient,
  GetItemCommandOutput,
  QueryCommandOutput,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type OutboxEntry, outboxEntryOf } from '../../lambdas/adapters/dynamodb/outbox-item.ts';
import type { WorkOrder } from '../../lambdas/core/events/work-order.ts';
import type { Counter } from './counts.ts';
import { itemSize, READ_UNIT_BYTES, unitsOf, WRITE_UNIT_BYTES } from './item-size.ts';

type Item = Record<string, AttributeValue>;

/** What a transaction costs, for each unit that a plain write would. Source: DynamoDB pricing. */
const TRANSACTED = 2;

const nameOf = (item: Item): string => `${item['pk']?.S} ${item['sk']?.S}`;

/**
 * Stands between a client and the table: counts read and write units as DynamoDB would bill them, and takes note of the
 * orders that transactions leave in the outbox.
 */
export class Meter {
  readonly #counter: Counter;
  /** Sizes of the items as last seen: a check of an item is billed by its size. */
  readonly #sizes = new Map<string, number>();
  #orders: WorkOrder[] = [];

  constructor(counter: Counter) {
    this.#counter = counter;
  }

  watch(client: DynamoDBClient): DynamoDBClient {
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (call) => {
          const result = await next(call);
          this.#note(commandName ?? '', call.input, result.output);
          return result;
        },
      { step: 'initialize' },
    );
    return client;
  }

  /** The orders since the last call, in the order of their commits. */
  takeOrders(): readonly WorkOrder[] {
    const orders = this.#orders;
    this.#orders = [];
    return orders;
  }

  #note(command: string, input: object, output: object): void {
    if (command === 'GetItemCommand') this.#read([(output as GetItemCommandOutput).Item]);
    else if (command === 'BatchGetItemCommand') this.#batch(input as BatchGetItemCommandInput, output);
    else if (command === 'QueryCommand') this.#query((output as QueryCommandOutput).Items ?? []);
    else if (command === 'TransactWriteItemsCommand')
      this.#transaction(input as TransactWriteItemsCommandInput);
    else throw new Error(`the meter does not know what ${command} costs`);
  }

  #batch({ RequestItems = {} }: BatchGetItemCommandInput, output: object): void {
    const asked = Object.values(RequestItems).flatMap(({ Keys = [] }) => Keys).length;
    const found = Object.values((output as BatchGetItemCommandOutput).Responses ?? {}).flat();
    this.#read([...found, ...Array.from({ length: asked - found.length }, () => undefined)]);
  }

  /** Strongly consistent; what is not there costs a unit too. */
  #read(items: readonly (Item | undefined)[]): void {
    for (const item of items) {
      const size = item === undefined ? 0 : itemSize(item);
      if (item !== undefined) this.#sizes.set(nameOf(item), size);
      this.#counter.add('read units', unitsOf(size, READ_UNIT_BYTES));
    }
  }

  /** A range is billed by the sum of its items. */
  #query(items: readonly Item[]): void {
    const size = items.reduce((sum, item) => sum + itemSize(item), 0);
    this.#counter.add('read units', unitsOf(size, READ_UNIT_BYTES));
  }

  #transaction({ TransactItems = [] }: TransactWriteItemsCommandInput): void {
    this.#counter.add('transactions');
    this.#counter.add('transaction items', TransactItems.length);
    for (const step of TransactItems) this.#write(step);
    const left = TransactItems.flatMap(({ Put }) => (Put?.Item?.['kind']?.S === 'outbox' ? [Put.Item] : []));
    if (left.length > 0) this.#publish(left.map(outboxEntryOf));
  }

  #write({ Put, Delete, ConditionCheck }: TransactWriteItem): void {
    const key = Put?.Item ?? Delete?.Key ?? ConditionCheck?.Key ?? {};
    const name = nameOf(key);
    const before = this.#sizes.get(name) ?? 0;
    const after = Put?.Item === undefined ? (Delete === undefined ? before : 0) : itemSize(Put.Item);
    this.#sizes.set(name, after);
    this.#counter.add('write units', TRANSACTED * unitsOf(Math.max(before, after), WRITE_UNIT_BYTES));
    // what has an end is not kept
    if (Put?.Item?.['ttl'] === undefined) this.#counter.add('bytes kept', after - before);
  }

  /** Lambda may give the outbox a hundred at once; here each commit is billed as if it came alone. */
  #publish(entries: readonly OutboxEntry[]): void {
    this.#counter.add('invocations of outbox');
    const orders = entries.flatMap((entry) => (entry.kind === 'order' ? [entry.order.order] : []));
    if (orders.length > 0) this.#counter.add('calls of outbox: sqs:SendMessageBatch');
    this.#orders.push(...orders);
    const events = entries.length - orders.length;
    if (events === 0) return;
    this.#counter.add('calls of outbox: events:PutEvents');
    this.#counter.add('events', events);
  }
}
