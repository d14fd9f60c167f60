import { describe, expect, it } from 'vitest';
import { StoredItemError } from '../../../lambdas/adapters/dynamodb/errors.ts';
import { ownerKey } from '../../../lambdas/adapters/dynamodb/keys.ts';
import { dataOf, type Item, toItem } from '../../../lambdas/adapters/dynamodb/stored-item.ts';
import { anOwner } from '../../support/contract-suites/entities.ts';

const owner = anOwner('e1', { revision: 3 });
const item = toItem({ ...ownerKey('e1'), kind: 'owner' }, owner);

describe('a stored item', () => {
  it('has key, kind, format and revision beside its data', () => {
    const { data, ...rest } = item;

    expect(rest).toEqual({
      pk: { S: 'OWNER#e1' },
      sk: { S: 'OWNER' },
      kind: { S: 'owner' },
      format: { N: '1' },
      revision: { N: '3' },
    });
    expect(data?.M?.['ownerId']).toEqual({ S: 'e1' });
  });

  it('gives its data back', () => {
    expect(dataOf(item, 'owner')).toEqual(owner);
  });

  it.each<[string, Item, string]>([
    ['of another kind', { ...item, kind: { S: 'agent' } }, 'its kind is agent, not owner'],
    ['without a kind', omit(item, 'kind'), 'its kind is missing, not owner'],
    ['of a later format', { ...item, format: { N: '2' } }, 'its format is 2, not 1'],
    ['without data', omit(item, 'data'), 'it has no data'],
    ['with data of another type', { ...item, data: { S: '{}' } }, 'it has no data'],
  ])('%s is named by its key', (_, broken, problem) => {
    const readIt = () => dataOf(broken, 'owner');

    expect(readIt).toThrow(new StoredItemError(ownerKey('e1'), problem));
  });

  it('says which item cannot be read, and what to do', () => {
    const error = new StoredItemError(ownerKey('e1'), 'it has no data');

    expect(error).toMatchObject({ code: 'stored-item', key: ownerKey('e1') });
    expect(error.message).toBe('the item OWNER#e1/OWNER cannot be read: it has no data');
    expect(error.resolution).not.toBe('');
  });
});

function omit(from: Item, name: string): Item {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));
}
