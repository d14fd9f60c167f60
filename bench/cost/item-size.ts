import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Readonly<Record<string, AttributeValue>>;

/** Bytes of an item as DynamoDB bills it. Source: DynamoDB developer guide, "Item sizes and formats". */
export const itemSize = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

const CONTAINER = 3;
const ELEMENT = 1;

const valueSize = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.L !== undefined)
    return CONTAINER + value.L.reduce((sum, each) => sum + ELEMENT + valueSize(each), 0);
  if (value.M !== undefined) return CONTAINER + Object.keys(value.M).length * ELEMENT + itemSize(value.M);
  if (value.SS !== undefined) return value.SS.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, each) => sum + numberSize(each), 0);
  // true, false and null
  return 1;
};

/** About a byte for two significant digits, and one more. */
const numberSize = (text: string): number => {
  const digits = text
    .replace(/^-?0*\.?0*|e.*$/gi, '')
    .replace('.', '')
    .replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
};

export const READ_UNIT_BYTES = 4096;
export const WRITE_UNIT_BYTES = 1024;

/** Units of something of this size; nothing costs one as well. */
export const unitsOf = (bytes: number, unitBytes: number): number =>
  Math.max(1, Math.ceil(bytes / unitBytes));
