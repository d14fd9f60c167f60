import { type Call, list, type Need, record, text } from '../wire.ts';
import { arn, arnOr, type Mapping, type MappingInput } from './mapping.ts';

const itemOperations = new Set(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem']);
const readOperations = new Set(['Query', 'Scan']);
const tableOperations = new Set([
  'CreateTable',
  'DeleteTable',
  'DescribeTable',
  'UpdateTable',
  'DescribeTimeToLive',
  'UpdateTimeToLive',
  'DescribeContinuousBackups',
  'UpdateContinuousBackups',
  'DescribeKinesisStreamingDestination',
  'DescribeContributorInsights',
]);
const unscoped = new Set(['ListTables', 'DescribeLimits', 'DescribeEndpoints', 'ListStreams']);
const streamOperations = new Set(['DescribeStream', 'GetShardIterator', 'GetRecords']);
const tagOperations = new Set(['TagResource', 'UntagResource', 'ListTagsOfResource']);

export const mapDynamodb: Mapping = async (input) => {
  const { call } = input;
  const name = call.operation;
  if (itemOperations.has(name)) return [await itemNeed(input, name, call.params)];
  if (readOperations.has(name)) return readNeeds(input, name);
  if (name === 'TransactWriteItems' || name === 'TransactGetItems') return transactNeeds(input, name);
  if (name === 'BatchGetItem' || name === 'BatchWriteItem') return batchNeeds(input, name);
  if (unscoped.has(name)) return [{ action: `dynamodb:${name}`, resource: '*' }];
  if (tableOperations.has(name)) return single(name, tableArn(input, call.params['TableName']));
  if (tagOperations.has(name)) return single(name, text(call.params['ResourceArn']));
  if (streamOperations.has(name)) return single(name, streamArn(call));
  return undefined;
};

function single(name: string, resource: string | undefined): Need[] | undefined {
  return resource === undefined ? undefined : [{ action: `dynamodb:${name}`, resource }];
}

function tableArn(input: MappingInput, table: unknown): string | undefined {
  const name = text(table);
  return name === undefined ? undefined : arnOr(name, (plain) => arn(input, 'dynamodb', `table/${plain}`));
}

/** Shard iterators of the emulator begin with the ARN of their stream, as AWS's do. */
function streamArn(call: Call): string | undefined {
  const given = text(call.params['StreamArn']);
  if (given !== undefined) return given;
  return /arn:aws:dynamodb:[^|]+/.exec(text(call.params['ShardIterator']) ?? '')?.[0];
}

const actionOfItem: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

async function itemNeed(
  input: MappingInput,
  action: string,
  params: Readonly<Record<string, unknown>>,
  enclosing?: string,
): Promise<Need> {
  const resource = tableArn(input, params['TableName']) ?? '';
  const item = record(params['Item'] ?? params['Key']);
  const leading = await leadingKeys(input, resource, [item]);
  return {
    action: `dynamodb:${action}`,
    resource,
    context: {
      ...leading,
      ...(enclosing === undefined ? {} : { 'dynamodb:EnclosingOperation': enclosing }),
      ...returnValues(params),
    },
  };
}

function returnValues(params: Readonly<Record<string, unknown>>): Record<string, string> {
  const values = text(params['ReturnValues']);
  return values === undefined ? {} : { 'dynamodb:ReturnValues': values };
}

async function leadingKeys(
  input: MappingInput,
  table: string,
  items: readonly Record<string, unknown>[],
): Promise<Record<string, string[]>> {
  const name = table.split('/')[1] ?? '';
  const key = table.split(':')[4] === input.account ? await input.lookups.partitionKey(name) : undefined;
  const values =
    key === undefined ? [] : items.flatMap((item) => Object.values(record(item[key])).map(String));
  return values.length === 0 ? {} : { 'dynamodb:LeadingKeys': values };
}

/** A transaction needs what its items need, one by one. */
async function transactNeeds(input: MappingInput, enclosing: string): Promise<Need[] | undefined> {
  const entries = list(input.call.params['TransactItems']).flatMap((item) => Object.entries(record(item)));
  if (entries.length === 0 || entries.some(([kind]) => actionOfItem[kind] === undefined)) return undefined;
  return Promise.all(
    entries.map(([kind, params]) => itemNeed(input, actionOfItem[kind] ?? '', record(params), enclosing)),
  );
}

/** A batch is authorised as such, table by table. */
async function batchNeeds(input: MappingInput, action: string): Promise<Need[] | undefined> {
  const tables = Object.entries(record(input.call.params['RequestItems']));
  if (tables.length === 0) return undefined;
  return Promise.all(
    tables.map(async ([table, requests]) => {
      const resource = tableArn(input, table) ?? '';
      return {
        action: `dynamodb:${action}`,
        resource,
        context: await leadingKeys(input, resource, itemsOf(requests)),
      };
    }),
  );
}

function itemsOf(requests: unknown): Record<string, unknown>[] {
  if (!Array.isArray(requests)) return list(record(requests)['Keys']).map(record);
  return requests.map((request) => {
    const { PutRequest: put, DeleteRequest: remove } = record(request);
    return record(record(put)['Item'] ?? record(remove)['Key']);
  });
}

async function readNeeds(input: MappingInput, name: string): Promise<Need[] | undefined> {
  const { params } = input.call;
  const table = tableArn(input, params['TableName']);
  if (table === undefined) return undefined;
  const index = text(params['IndexName']);
  const resource = index === undefined ? table : `${table}/index/${index}`;
  const select = text(params['Select']);
  const context = {
    ...(name === 'Query' ? queriedKey(params) : {}),
    ...(select === undefined ? {} : { 'dynamodb:Select': select }),
  };
  return [{ action: `dynamodb:${name}`, resource, context }];
}

/** The partition key is the one compared with `=` first; a key condition has no other equality but the sort key's, which AWS allows in any order. */
function queriedKey(params: Readonly<Record<string, unknown>>): Record<string, string[]> {
  const expression = text(params['KeyConditionExpression']) ?? '';
  const values = record(params['ExpressionAttributeValues']);
  const compared = [...expression.matchAll(/[#\w]+\s*=\s*(:\w+)/g)].map((match) => match[1] ?? '');
  const keys = compared.flatMap((name) => Object.values(record(values[name])).map(String));
  // with two equalities both count: a policy that pins the partition key then errs on the side of denial
  return keys.length === 0 ? {} : { 'dynamodb:LeadingKeys': keys };
}
