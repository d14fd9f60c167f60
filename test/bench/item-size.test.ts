import { describe, expect, it } from 'vitest';
import { itemSize, unitsOf } from '../../bench/cost/item-size.ts';

// sizes as the DynamoDB developer guide gives them, in bytes: the name's and the value's
describe('the size of an item', () => {
  it.each([
    [{ pk: { S: 'a' } }, 2 + 1],
    [{ name: { S: 'Zoë' } }, 4 + 4],
    [{ n: { N: '1' } }, 1 + 2],
    [{ n: { N: '12345' } }, 1 + 4],
    [{ n: { N: '-12345' } }, 1 + 5],
    [{ n: { N: '1000' } }, 1 + 2],
    [{ yes: { BOOL: true } }, 3 + 1],
    [{ none: { NULL: true } }, 4 + 1],
    [{ list: { L: [] } }, 4 + 3],
    [{ list: { L: [{ S: 'ab' }, { S: 'c' }] } }, 4 + 3 + 2 + 3],
    [{ map: { M: { key: { S: 'v' } } } }, 3 + 3 + 1 + 3 + 1],
    [{ set: { SS: ['ab', 'c'] } }, 3 + 3],
  ])('of %j is %i', (item, size) => {
    expect(itemSize(item)).toBe(size);
  });

  it('is billed by begun units, and by one for nothing', () => {
    expect([0, 1, 1024, 1025].map((bytes) => unitsOf(bytes, 1024))).toEqual([1, 1, 1, 2]);
  });
});
